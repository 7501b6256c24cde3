// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * Puts the Google button into the header of Odoo's calendar of meetings.
 *
 * Only an addition: the view's loading and its other synchronization buttons
 * (Odoo's own Google and Outlook modules) are left as they are.
 */

import {AttendeeCalendarController} from "@calendar/views/attendee_calendar/attendee_calendar_controller";
import {patch} from "@web/core/utils/patch";

import {GwsSyncButton} from "./sync_button";

patch(AttendeeCalendarController.prototype, {
    setup() {
        super.setup(...arguments);
        // Handed over as a value: views that copied the controller's `components`
        // before this patch find the button all the same.
        this.gwsSync = this.props.resModel === "calendar.event" && {
            Component: GwsSyncButton,
            props: {reload: () => this.model.load()},
        };
    },
});
