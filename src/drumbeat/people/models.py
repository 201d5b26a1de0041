from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.members.models import (
    Brand,
    Delegation,
    Invitation,
    Member,
    Person,
    RoleGrant,
)
from drumbeat.people.notices.models import Notice

__all__ = [
    "AuditEvent",
    "Brand",
    "Delegation",
    "Invitation",
    "Member",
    "Notice",
    "Person",
    "RoleGrant",
]
