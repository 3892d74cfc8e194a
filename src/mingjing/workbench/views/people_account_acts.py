"""What the security administrator does to accounts and roles; each verb its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing import clock
from mingjing.registry import management
from mingjing.registry.permissions import Role
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms_people import AccountForm, EndForm, GrantForm, ResetForm
from mingjing.workbench.views.people import find_account, find_grant
from mingjing.workbench.views.people_acts import RegistryAct

if TYPE_CHECKING:
    from mingjing.registry.models import RoleGrant, User

DUTIES_CLAUSE = "网络安全等级保护二级：管理职责分离"


class AccountsAct(RegistryAct):
    """What acts on accounts share."""

    permission = management.MANAGE_ACCOUNTS
    clause = DUTIES_CLAUSE

    @property
    def back_url(self) -> str:
        """Return the list of accounts."""
        return reverse("desk-accounts")

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return super().context() | {"path": [("账号", reverse("desk-accounts")), (self.title, "")]}


class CreateAccount(AccountsAct):
    """Create an account."""

    form_class = AccountForm
    title = "建立账号"
    submit = "建立"
    done = "已建立账号。请接着授予角色。"

    def act(self, form: AccountForm) -> str:
        """Create."""
        made = management.create_account(
            user=self.request.user,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password_new"],
            officer=form.cleaned_data["officer"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-account", args=[made.ref])


class AccountAct(AccountsAct):
    """An act on one account."""

    account: User

    def load(self, **address: str) -> None:
        """Find the account."""
        self.account = find_account(self.request.user.agency, address["ref"])

    @property
    def heading(self) -> str:
        """Name the account."""
        return f"{self.title}：{self.account.username}"

    @property
    def back_url(self) -> str:
        """Return the account's page."""
        return reverse("desk-account", args=[self.account.ref])


class Grant(AccountAct):
    """Give a role."""

    form_class = GrantForm
    title = "授予角色"
    submit = "授予"
    done = "已授予角色。"
    checks = ("系统、安全、审计三员不兼其他角色", "不是自己的账号", "没有重复授予")

    def initial(self) -> dict[str, Any]:
        """Begin today."""
        return {"valid_from": clock.today()}

    def act(self, form: GrantForm) -> str:
        """Grant."""
        management.grant_role(
            user=self.request.user,
            account=self.account,
            version=form.cleaned_data["version"],
            **form.typed,
        )
        return self.back_url


class EndGrant(AccountsAct):
    """End a grant."""

    form_class = EndForm
    title = "收回角色"
    submit = "收回"
    seal = True
    done = "已收回角色。"
    grant: RoleGrant

    def load(self, **address: str) -> None:
        """Find the grant."""
        self.grant = find_grant(self.request.user.agency, address["ref"])

    @property
    def heading(self) -> str:
        """Name the account and the role."""
        return f"收回角色：{self.grant.user.username}　{Role(self.grant.role).label}"

    @property
    def back_url(self) -> str:
        """Return the account's page."""
        return reverse("desk-account", args=[self.grant.user.ref])

    def act(self, form: EndForm) -> str:
        """End."""
        management.end_role(
            user=self.request.user,
            grant=self.grant,
            on=form.cleaned_data["on"],
            version=form.cleaned_data["version"],
        )
        return self.back_url


class SwitchOff(AccountAct):
    """Switch an account off; its session ends at once."""

    form_class = ActForm
    title = "停用账号"
    submit = "停用"
    seal = True
    done = "已停用，其登录立即失效。"
    active = False

    def act(self, form: ActForm) -> str:
        """Switch."""
        management.switch_account(
            user=self.request.user,
            account=self.account,
            active=self.active,
            version=form.cleaned_data["version"],
        )
        return self.back_url


class SwitchOn(SwitchOff):
    """Switch an account on again."""

    title = "启用账号"
    submit = "启用"
    seal = False
    done = "已启用。"
    active = True


class ResetPassword(AccountAct):
    """Give a new first password and unlock."""

    form_class = ResetForm
    title = "重设密码"
    submit = "重设"
    done = "已重设密码并解除锁定；其登录已失效。"

    def act(self, form: ResetForm) -> str:
        """Reset."""
        management.reset_password(
            user=self.request.user,
            account=self.account,
            password=form.cleaned_data["password_new"],
            version=form.cleaned_data["version"],
        )
        return self.back_url
