"""Refusals: what cannot be done, each with the name of the sentence that explains it kindly."""

from collections.abc import Mapping

from bot.domain.people import Person


class Refusal(Exception):
    """`wording` is a key in the language files; `facts` fill its {names}."""

    wording = "refusal.sorry"

    def __init__(self, wording: str | None = None, **facts: object) -> None:
        super().__init__(wording or self.wording)
        self.wording = wording or self.wording
        self.facts = facts


class NotYours(Refusal):
    wording = "refusal.not_yours"


class NotFound(Refusal):
    wording = "refusal.not_found"


class TooLate(Refusal):
    wording = "refusal.too_late"


class AlreadySettled(Refusal):
    """The chat has moved on; the card that was pressed is stale."""

    wording = "refusal.settled"


class SlotTaken(Refusal):
    wording = "refusal.slot_taken"


class BothBooked(SlotTaken):
    """Somebody is booked on both of their accounts at one time."""

    wording = "refusal.both_booked"


class BookingGone(Refusal):
    """An id of a booking that does not live any more, or that means another one."""

    wording = "refusal.settled"


class LimitReached(Refusal):
    """A booking would be more than somebody wants in a day, a week or a month."""

    def __init__(self, person: Person, period: str) -> None:
        super().__init__(f"refusal.limit.{period}")
        self.person = person
        self.period = period


class TwoPeople(Refusal):
    """Two accounts that have met each other are not one person."""

    wording = "refusal.two_people"


class OrganisersOnly(Refusal):
    wording = "refusal.organisers_only"


class FormTrouble(Refusal):
    """Fields that need another look: field key -> (wording, facts). The form comes back with everything typed."""

    wording = "refusal.form"

    def __init__(self, **fields: "str | tuple[str, Mapping[str, object]]") -> None:
        super().__init__()
        self.fields: dict[str, tuple[str, Mapping[str, object]]] = {
            key: trouble if isinstance(trouble, tuple) else (trouble, {}) for key, trouble in fields.items()
        }
