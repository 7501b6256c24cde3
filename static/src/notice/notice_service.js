/* Copyright 2026 Google Workspace for Odoo contributors
 * License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl). */

/**
 * The notice after a consent. The server puts it into the session information of the
 * next page; it is shown once, and stays on screen unless all went well.
 */
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {session} from "@web/session";

export const gwsNoticeService = {
    dependencies: ["notification"],
    start(env, {notification}) {
        const notice = session.gws_notice;
        delete session.gws_notice;
        if (!notice) {
            return;
        }
        const buttons = [];
        if (notice.link) {
            buttons.push({
                name: _t("How to mend it"),
                onClick: () => browser.open(notice.link, "_blank"),
                primary: true,
            });
        }
        notification.add(notice.message, {
            title: notice.title,
            type: notice.type,
            sticky: notice.type !== "success",
            className: "o_gws_notice",
            buttons,
        });
    },
};

registry.category("services").add("gws_notice", gwsNoticeService);
