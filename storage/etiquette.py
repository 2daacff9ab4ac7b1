"""The pages of etiquette: how often the rules spoke, the requests that organisers are asked to look at, and how long
answers take."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from bot.domain.etiquette.house import Appeal, Firings
from storage.page import Page, fields_of, insert
from storage.tables import appeals, chats, firings


class Etiquette(Page):
    async def firings(self) -> Mapping[str, Firings]:
        counted = select(firings.c.rule, firings.c.shown, firings.c.dismissed).where(self._mine(firings))
        return {rule: Firings(shown, dismissed) for rule, shown, dismissed in await self._conn.execute(counted)}

    async def count_firings(self, shown: Iterable[str], *, dismissed: Iterable[str] = ()) -> None:
        """One statement a rule, in one order, so that two who are coached at once do not wait for each other."""
        spoke, waved = set(shown), set(dismissed)
        for rule in sorted(spoke | waved):
            one = {"shown": int(rule in spoke), "dismissed": int(rule in waved)}
            statement = insert(self._conn, firings).values(community=self.community, rule=rule, **one)
            more = {name: firings.c[name] + number for name, number in one.items()}
            await self._conn.execute(statement.on_conflict_do_update(index_elements=["community", "rule"], set_=more))

    async def keep_appeal(self, appeal: Appeal) -> None:
        await self._keep(appeals, fields_of(appeal))

    async def appeal(self, id: str) -> Appeal | None:
        return await self._row(Appeal, self._select(appeals, appeals.c.id == id).with_for_update())

    async def answer_times(self, limit: int = 200) -> Sequence[timedelta]:
        answered = select(chats.c.asked_at, chats.c.replied_at).where(
            self._mine(chats), chats.c.replied_at.is_not(None)
        )
        newest = await self._conn.execute(answered.order_by(chats.c.replied_at.desc()).limit(limit))
        return [replied - asked for asked, replied in newest]
