# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts as a company has them: people of companies, numbers, addresses, notes."""

import measure


def connected(env, google, login, **settings):
    """A new user who syncs contacts and nothing else; Google is empty."""
    google.seed({"accounts": [{"email": f"{login}@nordwind.example"}]})
    return measure.connect(
        env, google, login, calendar_enabled=False, contact_enabled=True, **settings
    )


def contacts(env, login, count):
    """``count`` new contacts; each fifth is a company, the others work for one."""
    country = env.ref("base.de")
    companies = env["res.partner"].create(
        [_company(login, number, country) for number in range(0, count, 5)]
    )
    people = env["res.partner"].create(
        [
            _person(login, number, companies[number // 5])
            for number in range(count)
            if number % 5
        ]
    )
    env.cr.commit()
    return companies | people


def _company(login, number, country):
    return {
        "name": f"Kontor {login} {number} GmbH",
        "is_company": True,
        "email": f"info{number}@{login}.example",
        "phone": f"040 3344{number:05d}",
        "street": f"Hafenstraße {number % 200 + 1}",
        "zip": f"{20000 + number % 999:05d}",
        "city": "Hamburg",
        "country_id": country.id,
        "website": f"https://kontor{number}.example",
    }


def _person(login, number, company):
    note = (
        f"<p>Kennt sich mit Ladung {number} aus.</p><ul><li>Ruft freitags an</li></ul>"
    )
    return {
        "name": f"Marlene Petersen-{login}{number}",
        "parent_id": company.id,
        "function": "Disponentin",
        "email": f"m{number}@{login}.example, privat{number}@home.example",
        "phone": f"+49 171 55{number:06d}",
        "comment": note if number % 3 == 0 else False,
    }


def subscribe(env, account, partners):
    """As the owner does it, with the action on a selection."""
    env["res.partner"].with_user(account.user_id).browse(
        partners.ids
    ).action_gws_subscribe()
    env.cr.commit()
