# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.fields import Domain

# A view that opens may wake the sync no more often than this.
WAKE_SECONDS = 60

# What a person chooses and the sync's questions depend on.
CHOICES = (
    "calendar_enabled",
    "calendar_sync_from",
    "calendar_direction",
    "calendar_unknown_guests",
    "calendar_busy_only",
)
SYNCING_STATES = ("connected", "reconnect", "paused")


class GwsAccount(models.Model):
    """The calendar side of an account: its buttons, its state on screen."""

    _inherit = "gws.account"

    calendar_conflict_rule = fields.Selection(
        [("google", "Google wins"), ("odoo", "Odoo wins"), ("ask", "Ask me")],
        string="When both changed",
        default="google",
        required=True,
        help="Both values are kept in the list of conflicts, whoever wins.",
    )
    calendar_unknown_guests = fields.Selection(
        [
            ("never", "Only colleagues"),
            ("known", "Colleagues and contacts"),
            ("create", "Everybody, as new contacts if need be"),
        ],
        string="Guests from Google",
        default="known",
        required=True,
        help="Who becomes an attendee in Odoo. The others stay listed by address on "
        "the event. Rooms, groups and Odoo's own mail addresses never become contacts. "
        "After another choice all events are looked at once more; whoever is on an "
        "event already stays.",
    )
    calendar_guest_mail = fields.Selection(
        [
            ("never", "Never, neither from Google nor from Odoo"),
            ("changes", "When I change who, when or where"),
            ("always", "Also when I change the title or the text"),
        ],
        string="Mail to guests",
        default="changes",
        required=True,
        help="Google mails the guests about what you do to coming events in Odoo. A "
        "first synchronization, an import or a repair mails nobody.",
    )
    calendar_mails_held = fields.Integer(
        "Guest mails held back",
        readonly=True,
        copy=False,
        help="A sync would have mailed this many guests and stopped to ask.",
    )
    calendar_mails_released = fields.Boolean(readonly=True, copy=False)
    calendar_meet = fields.Selection(
        [
            ("ask", "Only when I ask for it"),
            ("always", "For new events with guests or without a place"),
        ],
        string="Google Meet",
        default="ask",
        required=True,
        help="“Add Google Meet” on an event works either way. An event that has a link "
        "already gets no other.",
    )
    calendar_busy_only = fields.Boolean(
        "Show as Busy only",
        help="Events of Google come without title, text, place and guests, as private "
        "“Busy” times. What Google holds stays as it is.",
    )
    calendars_listed = fields.Datetime(readonly=True, copy=False)
    calendar_scanned = fields.Boolean(
        readonly=True, copy=False, help="Events that Odoo already had were looked for."
    )
    calendar_due = fields.Boolean(
        readonly=True, copy=False, help="A sync was started and goes on by itself."
    )
    calendar_progress = fields.Integer(readonly=True, copy=False)
    calendar_next_try = fields.Datetime(readonly=True, copy=False)
    calendar_attempts = fields.Integer(readonly=True, copy=False)
    calendar_brake = fields.Integer(
        "Deletions held back",
        readonly=True,
        copy=False,
        help="A sync would have deleted this many events and stopped to ask.",
    )
    calendar_brake_released = fields.Boolean(readonly=True, copy=False)
    run_ids = fields.One2many("gws.run", "account_id")
    binding_ids = fields.One2many("gws.event.binding", "account_id")
    pending_count = fields.Integer(compute="_compute_binding_counts")
    problem_count = fields.Integer(compute="_compute_binding_counts")

    def _compute_binding_counts(self):
        counts = {
            (account.id, state): count
            for account, state, count in self.env["gws.event.binding"]
            .sudo()
            ._read_group(
                [
                    ("account_id", "in", self.ids),
                    ("state", "in", ("pending", "quarantined")),
                ],
                ["account_id", "state"],
                ["__count"],
            )
        }
        for account in self:
            account.pending_count = counts.get((account.id, "pending"), 0)
            account.problem_count = counts.get((account.id, "quarantined"), 0)

    # -- who is watched: asked at every save of every event, hence cached ---

    @api.model
    @tools.ormcache()
    def _calendar_partners(self):
        """Partners whose meetings may concern Google.

        Also of those who disconnected or switched off: it goes on where they stopped.
        """
        domain = [*self._calendar_domain(), ("user_id", "!=", False)]
        accounts = self.sudo().search(
            Domain("binding_ids", "!=", False) | Domain(domain)
        )
        return frozenset(accounts.user_id.partner_id.ids)

    @api.model
    def _calendar_domain(self):
        return [
            ("state", "in", SYNCING_STATES),
            ("calendar_enabled", "=", True),
            ("calendar_sync_from", "!=", False),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        self.env.registry.clear_cache()
        return accounts

    def write(self, vals):
        if vals.get("state") == "draft":
            # What is made in Odoo meanwhile is looked for after connecting again.
            vals = {**vals, "calendar_scanned": False}
        before = {account.id: account._calendar_choices() for account in self.sudo()}
        result = super().write(vals)
        if {"state", "user_id", "calendar_new_since", *CHOICES} & vals.keys():
            self.env.registry.clear_cache()
        if vals.get("state") == "connected":
            # What waited for the end of a pause, or for a new grant, goes out.
            self._trigger_delivery()
        if set(CHOICES) & vals.keys():
            for account in self.sudo():
                if account._calendar_choices() != before[account.id]:
                    account._start_over()
        return result

    def _calendar_choices(self):
        return [self[name] for name in CHOICES]

    def _usual_calendar(self):
        """Where new events go; empty while they go nowhere."""
        self.ensure_one()
        usual = self.calendar_ids.filtered("is_default")[:1]
        syncs = self.filtered_domain(self._calendar_domain())
        return usual if syncs and usual._is_open() else usual.browse()

    def _start_over(self):
        """Other choices ask another question: look at everything again, once.

        What was made on one side while it was not carried over is found by the full
        listing and the scan; what is bound is compared again, field by field.
        """
        self.calendar_scanned = False
        self.calendar_ids._start_over()

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # -- buttons ------------------------------------------------------

    def action_sync_calendar(self):
        """Sync now, whatever wait is on, and tell how it went.

        A person may press it for their own account, an administrator for any.
        """
        self.check_access("write")
        answers = [
            self.env["gws.calendar.sync"]._press(account.sudo()) for account in self
        ]
        failed = [a for a in answers if a["status"] not in ("ok", "running")]
        message = " ".join(
            a["message"] for a in (failed or answers) if a.get("message")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Google Calendar"),
                "message": message,
                "type": "warning" if failed else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_list_calendars(self):
        """Read the list of calendars from Google again."""
        self.check_access("write")
        for account in self.sudo():
            self.env["gws.calendar.sync"]._list_calendars_now(account)
        return True

    def action_release_brake(self):
        """The person looked: carry out the deletions that were held back."""
        self.check_access("write")
        self.sudo().write({"calendar_brake_released": True, "calendar_brake": 0})
        return self.action_sync_calendar()

    def action_send_held_mails(self):
        """The person looked: send what was held back, and have Google mail it."""
        self.check_access("write")
        self.sudo().write({"calendar_mails_released": True, "calendar_mails_held": 0})
        return self.action_sync_calendar()

    def action_send_without_mail(self):
        """Send what was held back, and have Google mail nobody about it."""
        self.check_access("write")
        accounts = self.sudo()
        accounts.binding_ids.filtered(
            lambda b: b.state == "pending" and b.cause == "person"
        ).cause = "quiet"
        accounts.calendar_mails_held = 0
        return self.action_sync_calendar()

    @api.model
    def action_open_problems(self):
        """The events of the current user that were set aside."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "google_workspace.gws_event_binding_action"
        )
        action["domain"] = [
            ("user_id", "=", self.env.uid),
            ("state", "=", "quarantined"),
        ]
        return action

    @api.model
    def get_calendar_status(self):
        """What the calendar button shows; reads the database only."""
        return self.env["gws.calendar.status"]._of_user(self.env.user)

    @api.model
    def wake_calendar_sync(self):
        """A calendar was opened: sync in the background unless that just happened."""
        account = self._of_user(self.env.user)
        recent = fields.Datetime.now() - timedelta(seconds=WAKE_SECONDS)
        if (
            not account
            or account.state != "connected"
            or account.calendar_due
            or (account.last_sync and account.last_sync > recent)
            or (
                account.calendar_next_try
                and account.calendar_next_try > fields.Datetime.now()
            )
        ):
            return False
        account._wake_calendar()
        return True

    def _wake_calendar(self):
        """Have the next delivery sync these accounts; waking twice is waking once."""
        asleep = self.sudo().filtered(
            lambda a: a.state == "connected" and not a.calendar_due
        )
        if asleep:
            asleep.calendar_due = True
            self._trigger_delivery()

    @api.model
    def _trigger_delivery(self, at=None):
        cron = self.env.ref("google_workspace.cron_deliver", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at)

    # -- scheduled actions --------------------------------------------

    @api.model
    def _cron_sync_appointments(self):
        self.env["gws.calendar.schedule"]._sync_all()

    @api.model
    def _cron_deliver(self):
        self.env["gws.calendar.schedule"]._deliver_all()
