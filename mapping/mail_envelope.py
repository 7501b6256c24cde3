# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The envelope of a mail for a service that has none.

SMTP is told who gets a mail, whatever its headers say. Gmail reads the headers: whoever
stands in To, Cc or Bcc gets a copy. Odoo sends one mail to each recipient and names
others in its headers, some for show (a channel, whoever else got one). So the headers
are rewritten; **the rule**:

- whoever is in the envelope and is named in To or Cc stays there, first To, then Cc;
- so does who was named there before Odoo wrote something for show in its place;
- whoever else is in the envelope goes into Bcc: nobody was to see them;
- everybody else comes out, since a name cannot be shown without sending a copy.

Each address gets one copy, however often and however it is spelt. What the reader
loses is the names of those who get a mail of their own.
"""

import inspect
from email.header import Header
from email.policy import EmailPolicy
from email.utils import formataddr, getaddresses

FIELDS = ("To", "Cc", "Bcc")
_SENDERS = ("From", "Sender", "Reply-To")
# Pythons that can be strict are so by default, and then find nobody in a header with
# one odd name.
_LENIENT = (
    {"strict": False} if "strict" in inspect.signature(getaddresses).parameters else {}
)


def key(address):
    """What makes two spellings one address: small letters, the domain in ASCII."""
    local, at, domain = address.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        pass  # a domain that DNS does not know either: compared as it is spelt
    return f"{local}{at}{domain}"


def named(value):
    """[(name, address)] of an address header's value; [] for none."""
    if not value:
        return []
    pairs = getaddresses([str(value)], **_LENIENT)
    return [pair for pair in pairs if "@" in pair[1]]


def receivers(message):
    """The addresses that Gmail delivers this message to, as their keys, in order."""
    return _keys(
        address
        for field in FIELDS
        for value in message.get_all(field, [])
        for _name, address in named(value)
    )


def readdress(message, envelope, before=None):
    """Rewrite To, Cc and Bcc so that exactly ``envelope`` gets the message.

    message   `email.message.Message`, changed in place
    envelope  addresses in ASCII, as SMTP would be told them
    before    {"To": value, "Cc": value}: the headers before somebody wrote others
              over them for show
    """
    waiting = {key(address): address.strip() for address in reversed(envelope)}
    order = _keys(envelope)
    before = before or {}
    for field in ("To", "Cc"):
        pairs = [
            pair
            for value in (*message.get_all(field, []), before.get(field))
            for pair in named(value)
        ]
        _put(message, field, _taken(pairs, waiting))
    _put(message, "Bcc", [("", waiting[one]) for one in order if one in waiting])


def as_bytes(message):
    """The bytes of the message (changed in place), its addresses as we write them.

    Python takes the quotes off a name that is long or not ASCII when it folds the
    header: "Schmidt, Jürgen" becomes two addresses, and "eve@example.com, Jürgen"
    would send Eve a copy.
    """
    for field in (*_SENDERS, *FIELDS):
        pairs = [pair for value in message.get_all(field, []) for pair in named(value)]
        if pairs:
            del message[field]
            message.set_raw(field, ",\n ".join(map(_written, pairs)))
    policy = message.policy
    if isinstance(policy, EmailPolicy):
        policy = policy.clone(refold_source="none")
    return message.as_bytes(policy=policy)


def _written(pair):
    """One address in ASCII, its name in quotes or encoded."""
    name, address = pair
    name = " ".join(name.split())
    if name.isascii():
        return formataddr((name, address))
    return f"{Header(name, 'utf-8', maxlinelen=74).encode()}\n <{address}>"


def _taken(pairs, waiting):
    """Those of the pairs who still wait, spelt as the envelope spells them."""
    return [
        (name, waiting.pop(key(address)))
        for name, address in pairs
        if key(address) in waiting
    ]


def _put(message, field, pairs):
    del message[field]
    if pairs:
        message[field] = ", ".join(formataddr(pair) for pair in pairs)


def _keys(addresses):
    return list(dict.fromkeys(key(address) for address in addresses))
