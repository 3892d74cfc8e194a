"""Sums of money as documents write them: in capitals (大写) and in figures.

支付结算办法 附件一《正确填写票据和结算凭证的基本规定》: zeros in between are written once, 整 follows 元
and 角 but never 分.
"""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LARGEST = 10**12 * 100 - 1
"""Fen; below a million million yuan, which three groups of four digits hold."""


def capital(fen: int) -> str:
    """Return a sum in fen in capitals: `31460000` is `叁拾壹万肆仟陆佰元整`.

    ValueError for a negative sum or one of a million million yuan.
    """
    if not 0 <= fen <= LARGEST:
        raise ValueError(f"amount out of range: {fen} fen")
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    if not fen:
        return "零元整"
    text = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{text}整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{DIGITS[cent]}分" if cent else "整")


def figures(fen: int) -> str:
    """Return a sum given in fen in figures, `31460000` as `314,600.00`."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02}"


def _whole(number: int) -> str:
    """Write a positive whole number in groups of four, with one 零 where places between are empty."""
    text = ""
    gap = False
    for index in reversed(range(len(GROUPS))):
        group = number // 10 ** (4 * index) % 10_000
        if group:
            gap = gap or group < 1000  # noqa: PLR2004 - the first place of four is empty
            text += ("零" if gap and text else "") + _group(group) + GROUPS[index]
        gap = not group
    return text


def _group(group: int) -> str:
    text = ""
    gap = False
    for place in reversed(range(len(PLACES))):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return text
