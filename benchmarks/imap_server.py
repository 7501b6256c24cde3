# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mailbox on IMAP4rev1 (RFC 3501), as much of it as a client needs that fetches.

    python3 benchmarks/imap_server.py 300 0.1     mails, seconds before each answer

For the measurement only: one mailbox, any password, nothing is kept. Prints its port;
then, when its input ends, how many commands it answered.
"""

import asyncio
import re
import sys

from mails import raw

NUMBERS = re.compile(r"^(\d+|\*)(?::(\d+|\*))?$")


class Mailbox:
    def __init__(self, count):
        self.mails = [raw(number, "imap").encode() for number in range(count)]
        self.flags = [set() for _mail in self.mails]

    def chosen(self, text):
        """Positions that a set like ``1:3,7`` names."""
        found = []
        for part in text.split(","):
            first, last = NUMBERS.match(part).groups()
            first, last = (
                len(self.mails) if end == "*" else int(end)
                for end in (first, last or first)
            )
            found += range(min(first, last) - 1, max(first, last))
        return found


class Session:
    """One connection: command in, answers out."""

    def __init__(self, mailbox):
        self.mailbox = mailbox

    def answer(self, tag, name, rest):
        """(untagged answers, the last line) of a command."""
        handler = getattr(self, f"do_{name.lower()}", None)
        if handler is None:
            return [], f"{tag} BAD Unknown command"
        untagged = handler(rest) or []
        return untagged, f"{tag} OK {name} completed"

    def do_capability(self, _rest):
        return [b"* CAPABILITY IMAP4rev1"]

    def do_login(self, _rest):
        return []

    do_noop = do_close = do_login

    def do_logout(self, _rest):
        return [b"* BYE"]

    def do_select(self, _rest):
        return [
            b"* %d EXISTS" % len(self.mailbox.mails),
            b"* 0 RECENT",
            b"* FLAGS (\\Seen \\Deleted)",
            b"* OK [UIDVALIDITY 1] UIDs valid",
        ]

    def do_search(self, rest):
        unseen = "UNSEEN" in rest.upper()
        found = [
            number + 1
            for number, flags in enumerate(self.mailbox.flags)
            if not unseen or "\\Seen" not in flags
        ]
        return [b"* SEARCH " + " ".join(map(str, found)).encode()]

    def do_fetch(self, rest):
        numbers, _blank, what = rest.partition(" ")
        item = what.strip("()").upper()
        answers = []
        for position in self.mailbox.chosen(numbers):
            mail = self.mailbox.mails[position]
            if "PEEK" not in item:
                self.mailbox.flags[position].add("\\Seen")
            answers.append(
                b"* %d FETCH (%s {%d}\r\n%s)"
                % (position + 1, item.replace(".PEEK", "").encode(), len(mail), mail)
            )
        return answers

    def do_store(self, rest):
        numbers, how, flags = rest.split(" ", 2)
        named = set(flags.strip("()").split())
        answers = []
        for position in self.mailbox.chosen(numbers):
            own = self.mailbox.flags[position]
            change = own.difference_update if how[0] == "-" else own.update
            change(named)
            told = " ".join(sorted(own)).encode()
            answers.append(b"* %d FETCH (FLAGS (%s))" % (position + 1, told))
        return answers


async def serve(count, latency):
    mailbox, commands = Mailbox(count), 0

    async def talk(reader, writer):
        nonlocal commands
        session = Session(mailbox)
        await asyncio.sleep(latency)
        writer.write(b"* OK ready\r\n")
        while line := (await reader.readline()).decode():
            tag, name, rest = (*line.strip().split(" ", 2), "")[:3]
            commands += 1
            await asyncio.sleep(latency)
            untagged, last = session.answer(tag, name.upper(), rest)
            for answer in (*untagged, last.encode()):
                writer.write(answer + b"\r\n")
            await writer.drain()
            if name.upper() == "LOGOUT":
                break
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()
    print(commands, flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
