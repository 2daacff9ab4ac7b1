"""Slack's errors as the three kinds of trouble that a delivery can have."""

import logging
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.boundary.ports import OutcomeUnknown, TryLater, Unreachable

NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
TROUBLE = (SlackClientError, *NETWORK)
"""Everything that a call to Slack raises."""

NOT_SLACK = AttributeError
"""What the SDK raises over an answer that is no JSON object: some proxy's page, not Slack's word."""

GONE = frozenset(
    {
        "app_access_restricted", "cannot_dm_bot", "channel_not_found", "invalid_user_combination", "is_archived",
        "is_inactive", "messages_tab_disabled", "restricted_action", "user_disabled", "user_is_bot",
        "user_is_external_guest", "user_is_restricted", "user_not_found", "user_not_in_channel", "user_not_visible",
        "users_not_found",
    }
)  # fmt: skip
UNKNOWN = frozenset({"fatal_error", "internal_error"})
"""Slack's manual: some part of the operation may have succeeded before these were raised."""
SETUP = frozenset(
    {
        "access_denied", "account_inactive", "app_missing_action_url", "ekm_access_denied", "enterprise_is_restricted",
        "invalid_auth", "message_limit_exceeded", "missing_scope", "not_allowed_token_type", "not_authed",
        "org_login_required", "team_access_not_granted", "token_expired", "token_revoked", "two_factor_setup_required",
    }
)  # fmt: skip
"""Nobody of this workspace can be written to until an organiser has put something right."""

SOON = timedelta(seconds=30)
LATER = timedelta(minutes=10)

log = logging.getLogger(__name__)


def code(error: BaseException) -> str:
    """Slack's word for it, or an empty string."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def trouble(error: BaseException) -> TryLater | Unreachable | OutcomeUnknown:
    """What a failed post or update means for the message."""
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ConnectionRefusedError)):
        return TryLater(SOON, everyone=True)  # nothing was sent
    if not isinstance(error, SlackApiError):
        return OutcomeUnknown(type(error).__name__)
    status, word = _status(error), code(error)
    if status == 429:
        return TryLater(_wait(error), everyone=True)
    if word in ("rate_limited", "ratelimited"):
        return TryLater(_wait(error))  # about one message a second in one conversation
    if word in GONE:
        return Unreachable(word)
    if word in UNKNOWN:
        return OutcomeUnknown(word)
    if status >= 500 or word in ("service_unavailable", "request_timeout", "team_added_to_org"):
        return TryLater(SOON, everyone=True)
    log.error("Slack refused a message: %s (HTTP %s)", word or "no reason given", status)
    return TryLater(LATER, everyone=word in SETUP)


def _status(error: SlackApiError) -> int:
    for name in ("status_code", "status"):
        if isinstance(found := getattr(error.response, name, None), int):
            return found
    return 0


def _wait(error: SlackApiError) -> timedelta:
    headers = getattr(error.response, "headers", None) or {}
    told = str(next((value for name, value in headers.items() if name.lower() == "retry-after"), ""))
    return timedelta(seconds=max(1, min(int(told), 3600)) if told.isdecimal() else 5)
