"""Who there is and with what they record: agencies, people, accounts; devices, sites, the rules of their use."""

from mingjing.registry.models.devices import Device, DeviceEntry, Equipment, Loan, Site, UsageRules
from mingjing.registry.models.people import (
    Agency,
    Certificate,
    Delegation,
    Department,
    Officer,
    RoleGrant,
    Substitution,
    User,
    UserManager,
    agency_dossier,
    valid_on,
)
from mingjing.registry.models.windows import Window, WindowTurn

__all__ = [
    "Agency",
    "Certificate",
    "Delegation",
    "Department",
    "Device",
    "DeviceEntry",
    "Equipment",
    "Loan",
    "Officer",
    "RoleGrant",
    "Site",
    "Substitution",
    "UsageRules",
    "User",
    "UserManager",
    "Window",
    "WindowTurn",
    "agency_dossier",
    "valid_on",
]
