"""Which handler answers which command: the one list that has to be complete, and that a test checks."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.boundary import commands as c
from bot.boundary.cards import Reply
from bot.domain.refusals import NotFound
from bot.service import (
    accounts,
    answering,
    appealing,
    asking,
    asking_again,
    browsing,
    calendars,
    coaching,
    hours_page,
    introducing,
    inviting,
    keeping_hours,
    linking,
    meeting,
    meeting_places,
    mentoring,
    neighbours,
    organising,
    own_data,
    own_questions,
    reading_rules,
    rechecking,
    settling,
    suggesting,
    thanking,
    zoning,
)
from bot.service.call import Call

Handler = Callable[[Call, Any], Awaitable[Reply]]

HANDLERS: dict[type, Handler] = {
    c.RequestChat: asking.request_chat,
    c.SendRequest: asking.send_request,
    c.ThisIsFine: coaching.this_is_fine,
    c.SuggestQuestions: suggesting.suggest_questions,
    c.AskOrganisers: appealing.ask_organisers,
    c.SendAppeal: appealing.send_appeal,
    c.DecideAppeal: appealing.decide_appeal,
    c.AskAnother: asking.ask_another,
    c.Withdraw: asking.withdraw,
    c.WithdrawOthers: asking.withdraw_others,
    c.PickSlot: answering.pick_slot,
    c.AcceptAndPause: answering.accept_and_pause,
    c.SendAccept: answering.send_accept,
    c.OfferTimes: answering.offer_times,
    c.SendTimes: answering.send_times,
    c.NoneSuit: asking_again.none_suit,
    c.SendOthers: asking_again.send_others,
    c.AskFirst: answering.ask_first,
    c.SendQuestion: answering.send_question,
    c.AnswerQuestion: answering.answer_question,
    c.SendAnswer: answering.send_answer,
    c.Decline: answering.decline,
    c.DeclineInWords: answering.decline_in_words,
    c.SendDecline: answering.send_decline,
    c.SuggestElse: answering.suggest_else,
    c.SendSuggestion: answering.send_suggestion,
    c.Confirm: meeting.confirm,
    c.Move: meeting.move,
    c.SendMove: meeting.send_move,
    c.AgreeMove: meeting.agree_move,
    c.KeepTime: meeting.keep_time,
    c.Cancel: meeting.cancel,
    c.SendCancel: meeting.send_cancel,
    c.KeepWall: rechecking.keep_wall,
    c.KeepMoment: rechecking.keep_moment,
    c.DidHappen: thanking.did_happen,
    c.NoteAbsent: thanking.note_absent,
    c.CloseChat: thanking.close_chat,
    c.TakeAway: thanking.take_away,
    c.SendTakeAway: thanking.send_take_away,
    c.Reflect: thanking.reflect,
    c.WriteThanks: thanking.write_thanks,
    c.SendThanks: thanking.send_thanks,
    c.ThankedMyself: thanking.thanked_myself,
    c.Introduce: introducing.introduce,
    c.SendIntroduction: introducing.send_introduction,
    c.AnswerIntroduction: introducing.answer_introduction,
    c.TellOutcome: thanking.tell_outcome,
    c.SendOutcome: thanking.send_outcome,
    c.BeMentor: mentoring.be_mentor,
    c.EditProfile: mentoring.edit_profile,
    c.SaveProfile: mentoring.save_profile,
    c.OwnHours: hours_page.own_hours,
    c.EditHours: keeping_hours.edit_hours,
    c.SaveHours: keeping_hours.save_hours,
    c.EditExceptions: keeping_hours.edit_exceptions,
    c.SaveExceptions: keeping_hours.save_exceptions,
    c.EditLimits: keeping_hours.edit_limits,
    c.SaveLimits: keeping_hours.save_limits,
    c.OwnQuestions: own_questions.own_questions,
    c.EditQuestions: own_questions.edit_questions,
    c.SaveQuestions: own_questions.save_questions,
    c.ChooseBanned: own_questions.choose_banned,
    c.SaveBanned: own_questions.save_banned,
    c.Pause: mentoring.pause,
    c.SavePause: mentoring.save_pause,
    c.Resume: mentoring.resume,
    c.StopMentoring: mentoring.stop_mentoring,
    c.BusyTimes: calendars.busy_times,
    c.LinkCalendar: calendars.link_calendar,
    c.SaveCalendar: calendars.save_calendar,
    c.DropCalendar: calendars.drop_calendar,
    c.FindMentor: browsing.find_mentor,
    c.MyChats: browsing.my_chats,
    c.ShowChat: browsing.show_chat,
    c.Settings: settling.settings,
    c.ChooseZone: zoning.choose_zone,
    c.FindZone: zoning.find_zone,
    c.ChooseOffset: zoning.choose_offset,
    c.SetZone: zoning.set_zone,
    c.ChooseLanguage: settling.choose_language,
    c.SaveLanguage: settling.save_language,
    c.Reminders: settling.reminders,
    c.SaveReminders: settling.save_reminders,
    c.StopReminder: settling.stop_reminder,
    c.Block: neighbours.block,
    c.SaveBlock: neighbours.save_block,
    c.ChooseUnblock: neighbours.choose_unblock,
    c.Unblock: neighbours.unblock,
    c.Report: neighbours.report,
    c.SendReport: neighbours.send_report,
    c.ExportData: own_data.export_data,
    c.ForgetMe: own_data.forget_me,
    c.HalfHour: organising.half_hour,
    c.About: organising.about,
    c.Privacy: organising.privacy,
    c.Organise: organising.organise,
    c.HouseRules: organising.house_rules,
    c.SaveRules: organising.save_rules,
    c.SaveTimes: organising.save_times,
    c.ReadingRules: reading_rules.reading_rules,
    c.ChooseRule: reading_rules.choose_rule,
    c.SaveRule: reading_rules.save_rule,
    c.PauseBot: organising.pause_bot,
    c.Exclude: organising.exclude,
    c.SaveExclude: organising.save_exclude,
    c.ChooseReadmit: organising.choose_readmit,
    c.Readmit: organising.readmit,
    c.LinkAccount: accounts.link_account,
    c.EnterAccountCode: accounts.enter_account_code,
    c.SendAccountCode: accounts.send_account_code,
    c.PartAccount: accounts.part_account,
    c.Invitations: inviting.invitations,
    c.GiveAddress: inviting.give_address,
    c.SaveAddress: inviting.save_address,
    c.EnterMailCode: inviting.enter_mail_code,
    c.SendMailCode: inviting.send_mail_code,
    c.DropAddress: inviting.drop_address,
    c.Subscribe: inviting.subscribe,
    c.EndSubscription: inviting.end_subscription,
    c.Meetings: meeting_places.meetings,
    c.SaveMeetings: meeting_places.save_meetings,
    c.LinkPlaces: linking.link_places,
    c.EnterCode: linking.enter_code,
    c.SendCode: linking.send_code,
}

ALWAYS = (
    c.HalfHour,
    c.About,
    c.Privacy,
    c.Organise,
    c.HouseRules,
    c.SaveRules,
    c.SaveTimes,
    c.Meetings,
    c.SaveMeetings,
    c.ReadingRules,
    c.ChooseRule,
    c.SaveRule,
    c.PauseBot,
    c.Exclude,
    c.SaveExclude,
    c.ChooseReadmit,
    c.Readmit,
    c.LinkPlaces,
    c.EnterCode,
    c.SendCode,
    c.ExportData,
    c.ForgetMe,
    c.Withdraw,
    c.Cancel,
    c.SendCancel,
    c.MyChats,
    c.ShowChat,
    c.Report,
    c.SendReport,
    c.Settings,
    c.StopReminder,
    c.BusyTimes,
    c.DropCalendar,
    c.Invitations,
    c.DropAddress,
    c.EndSubscription,
    c.OpenDraft,
)
"""What people can do while the organisers have paused the bot, or have excluded them: see, leave, take back, report."""


async def answer(call: Call, command: c.Command) -> Reply:
    match command:
        case c.OpenDraft(draft):
            return await _resume(call, await call.kept(draft))
        case c.SendDraft(draft):
            return await _send(call, await call.kept(draft))
        case c.Mend():
            return await _resume(call, await coaching.mended(call, command))
        case c.PutIn():
            return await _resume(call, await suggesting.with_question(call, command))
    return await HANDLERS[type(command)](call, command)


async def _resume(call: Call, kept: c.Command) -> Reply:
    """What was coached comes back as its form, with everything typed. Any other form was kept because something in it
    needs another look: its own handler shows it again. Any other command simply goes on."""
    match kept:
        case c.SendRequest():
            return await asking.reopen(call, kept)
        case c.SendThanks():
            return await thanking.reopen_thanks(call, kept)
        case c.SendOutcome():
            return await thanking.reopen_outcome(call, kept)
    return await HANDLERS[type(kept)](call, kept)


async def _send(call: Call, kept: c.Command) -> Reply:
    """What was coached, as it is."""
    match kept:
        case c.SendRequest():
            return await asking.send_request(call, kept, sure=True)
        case c.SendThanks():
            return await thanking.send_thanks(call, kept, sure=True)
        case c.SendOutcome():
            return await thanking.send_outcome(call, kept, sure=True)
    raise NotFound()
