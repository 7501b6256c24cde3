# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""people/me: the account's own profile, as far as connecting an account needs it."""

from . import people_etags
from .person_view import PICTURES


def person(world, email, mask, wanted):
    """The profile with the masked fields, from the source PROFILE."""
    account = world.account(email)
    name = f"people/{account.sub}"
    key = people_etags.new_key(f"{account.sub} {account.name}")
    shown = {"resourceName": name, "etag": people_etags.of_person(key, mask)}
    if "PROFILE" not in wanted:
        return shown
    source = {"type": "PROFILE", "id": account.sub}
    metadata = {"primary": True, "sourcePrimary": True, "source": source}
    given, _blank, family = account.name.partition(" ")
    fields = {
        "metadata": {
            "sources": [
                {
                    **source,
                    "etag": people_etags.of_source(key),
                    "profileMetadata": {
                        "objectType": "PERSON",
                        "userTypes": ["GOOGLE_USER"],
                    },
                }
            ],
            "objectType": "PERSON",
        },
        "emailAddresses": [
            {"metadata": {**metadata, "verified": True}, "value": account.email}
        ],
        "names": [
            {
                "metadata": metadata,
                "displayName": account.name,
                "givenName": given,
                **({"familyName": family} if family else {}),
                "displayNameLastFirst": ", ".join(filter(None, [family, given])),
                "unstructuredName": account.name,
            }
        ],
        "photos": [
            {
                "metadata": {"primary": True, "source": source},
                "url": f"{PICTURES}/a/{account.sub}=s100",
                "default": True,
            }
        ],
    }
    shown.update({k: v for k, v in fields.items() if k in mask})
    return shown
