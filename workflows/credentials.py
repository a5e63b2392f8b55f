"""Which paper a member who leaves needs: none, a letter of proof, an activity certificate, or a transfer."""

from datetime import date

from workflows.certificates import SHORT_MONTHS
from workflows.dates import add_months

NOTHING_MONTHS = 3


def advised(left_on: date, back_on: date | None, *, fixed_place: bool, proof_wanted: bool) -> str:
    """中组发〔2004〕10号: by how long, whether the place is fixed, and whether somebody will ask for a proof.

    A fixed place for more than six months: a transfer. Up to six months at a known place: a letter of proof, and
    nothing for three where nobody asks. Where place or time are uncertain: a certificate.
    """
    if back_on is not None and back_on <= add_months(left_on, NOTHING_MONTHS) and not proof_wanted:
        return "nothing"
    short = back_on is not None and back_on <= add_months(left_on, SHORT_MONTHS)
    if short and (fixed_place or proof_wanted):
        return "proof_letter"
    return "transfer" if fixed_place and back_on is not None and not short else "certificate"
