"""The tables. Columns, constraints and what guards may know of a row; no queries, no commits."""

from service.models.absence import Absence
from service.models.alert import Alert, CaseClock, Delivery, Notice
from service.models.base import Base, UtcDateTime
from service.models.batch import Batch, BatchRow, BatchStrike
from service.models.case import Case, CaseParty
from service.models.case_link import CaseLink
from service.models.certificate import Certificate
from service.models.duplicate import DuplicateDecision
from service.models.history import HistoryLine, HistoryText
from service.models.job import Job
from service.models.letter import CaseCounter, Letter, LetterCounter, LetterSettings
from service.models.limit import LimitChange
from service.models.member import Member, MemberRelation
from service.models.organization import Organization
from service.models.receipt_link import ReceiptLink
from service.models.reorganization import FormerName, OrganizationChange
from service.models.roster_import import ImportRow, RosterImport
from service.models.settings import AccessLine, CalendarDay, CalendarYear, IdempotencyKey, Setting
from service.models.signal import Signal
from service.models.stored_file import StoredFile
from service.models.user import ApiToken, Post, SignIn, User

__all__ = [
    "Absence",
    "AccessLine",
    "Alert",
    "ApiToken",
    "Base",
    "Batch",
    "BatchRow",
    "BatchStrike",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseClock",
    "CaseCounter",
    "CaseLink",
    "CaseParty",
    "Certificate",
    "Delivery",
    "DuplicateDecision",
    "FormerName",
    "HistoryLine",
    "HistoryText",
    "IdempotencyKey",
    "ImportRow",
    "Job",
    "Letter",
    "LetterCounter",
    "LetterSettings",
    "LimitChange",
    "Member",
    "MemberRelation",
    "Notice",
    "Organization",
    "OrganizationChange",
    "Post",
    "ReceiptLink",
    "RosterImport",
    "Setting",
    "SignIn",
    "Signal",
    "StoredFile",
    "User",
    "UtcDateTime",
]
