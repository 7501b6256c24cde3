// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * A notice after a button of a dialog that stays open.
 *
 * Odoo's own notification can only go on with another action, and those close the
 * dialog. A person who reads the folders wants to choose one of them right there.
 */

import {registry} from "@web/core/registry";

async function told(env, {params}, options) {
    const {message, title, type} = params;
    env.services.notification.add(message, {title, type});
    // What the button changed: the form behind it is read again.
    await options.onClose?.();
}

registry.category("actions").add("gws_told", told);
