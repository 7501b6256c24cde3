// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * What the calendar's Google button says and does, for each state of the account.
 *
 * Pure: takes the status as the server gave it and the present time, returns words
 * and classes. No request, no DOM, no clock of its own.
 */

import {deserializeDateTime, toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {formatList} from "@web/core/l10n/utils";

/** Counts of a summary that mean: what the calendar shows may be outdated. */
const VISIBLE_COUNTS = ["created", "updated", "deleted", "pushed", "conflicts"];

/** States in which nothing is drawn at all. */
const HIDDEN = new Set(["off"]);

/**
 * How long ago the last sync ended, in words of the user's language.
 *
 * @param {string|false} lastSync "YYYY-MM-DD HH:MM:SS" in UTC, as the server stores it
 * @param {luxon.DateTime} now
 * @returns {string} empty when there was no sync yet
 */
export function relativeTime(lastSync, now) {
    if (!lastSync) {
        return "";
    }
    const then = deserializeDateTime(lastSync);
    // A server clock slightly ahead of the browser's must not say "in 3 seconds".
    if (now.diff(then, "seconds").seconds < 60) {
        return _t("just now");
    }
    return then.toRelative({base: now, style: "short"});
}

/**
 * @param {string|false} lastSync UTC, server format
 * @returns {string} date and time in the user's zone and format
 */
export function absoluteTime(lastSync) {
    if (!lastSync) {
        return "";
    }
    return toLocaleDateTimeString(deserializeDateTime(lastSync), {showSeconds: false});
}

/**
 * Share of a running sync that is done.
 *
 * @param {{done?: number, total?: number|false}|null} progress
 * @returns {number|null} 0..100, or null when the total is not known yet
 */
export function percentage(progress) {
    if (!progress || !progress.total) {
        return null;
    }
    const share = Math.round((100 * (progress.done || 0)) / progress.total);
    return Math.min(100, Math.max(0, share));
}

function syncingLabel(progress) {
    const percent = percentage(progress);
    if (percent !== null) {
        return _t("Syncing %s%%", percent);
    }
    if (progress?.done) {
        return _t("Syncing, %s so far", progress.done);
    }
    return _t("Syncing…");
}

/**
 * @typedef {Object} ButtonView
 * @property {string} state for `data-state`
 * @property {string} label text of the button
 * @property {string} title longer words (tooltip, accessible description)
 * @property {string} tone Bootstrap button class
 * @property {string} mark Font Awesome class of the small state mark, may be empty
 * @property {"sync"|"mend"|"start_date"|"none"} action what a press does
 */

/**
 * @param {Object|null} status answer of `get_calendar_status`, null before the first
 * @param {Object} live what this tab knows better than the last status
 * @param {boolean} live.running a press of this tab is under way
 * @param {Object|null} live.progress {done, total} of that press
 * @param {luxon.DateTime} now
 * @returns {ButtonView|null} null: draw nothing
 */
export function describeStatus(status, {running, progress}, now) {
    if (running) {
        return syncing(progress);
    }
    if (!status || HIDDEN.has(status.state)) {
        return null;
    }
    const describe = STATES[status.state];
    return describe ? {state: status.state, ...describe(status, now)} : null;
}

function syncing(progress) {
    return {
        state: "syncing",
        label: syncingLabel(progress),
        title: _t("Google Calendar is being synchronized"),
        tone: "btn-secondary",
        mark: "",
        action: "none",
    };
}

const STATES = {
    not_configured: (status) => ({
        label: status.url ? _t("Set up Google Calendar") : _t("Google is not set up"),
        title:
            status.message ||
            (status.url
                ? _t("Enter the Google client ID and secret in the settings")
                : _t("Ask your administrator to set up Google Workspace")),
        tone: "btn-secondary",
        mark: "fa-cog",
        action: status.url ? "mend" : "none",
    }),
    not_connected: (status) => ({
        label: _t("Sync with Google"),
        title:
            status.message || _t("Connect your Google account and sync your calendar"),
        tone: "btn-primary",
        mark: "fa-refresh",
        action: "sync",
    }),
    no_start_date: (status) => ({
        label: _t("Sync with Google"),
        title: status.message || _t("Choose from which day on your calendar syncs"),
        tone: "btn-primary",
        mark: "fa-calendar-plus-o",
        action: "start_date",
    }),
    // Under way elsewhere, or waiting to be tried again: a press joins or hurries it.
    syncing: (status) => ({...syncing(status.progress), action: "sync"}),
    ok: (status, now) => {
        const ago = relativeTime(status.last_sync, now);
        let label = ago ? _t("Google, %s", ago) : _t("Sync with Google");
        let title = ago
            ? _t("Last sync: %s. Press to sync now.", absoluteTime(status.last_sync))
            : _t("Connected. Press to sync now.");
        if (status.pending) {
            label = _t("Google, %s waiting", status.pending);
            title = _t(
                "Changes waiting to be sent to Google: %s. Press to sync now.",
                status.pending
            );
        }
        let mark = ago ? "fa-check text-success" : "fa-refresh";
        if (status.message) {
            // Connected, yet the last sync told something: not simply "all is well".
            mark = "fa-exclamation-circle text-warning";
        } else if (status.pending) {
            mark = "fa-clock-o";
        }
        return {
            label,
            title: status.message || title,
            tone: "btn-secondary",
            mark,
            action: "sync",
        };
    },
    reconnect: (status) => ({
        label: _t("Reconnect Google"),
        title:
            status.message ||
            _t("Google no longer accepts the connection. Connect again."),
        tone: "btn-warning",
        mark: "fa-exclamation-triangle",
        action: status.url ? "mend" : "sync",
    }),
    paused: (status) => ({
        label: _t("Google sync paused"),
        title:
            status.message ||
            _t("Nothing is sent or fetched until the pause is lifted"),
        tone: "btn-secondary",
        mark: "fa-pause",
        action: "sync",
    }),
};

/**
 * One line that says what a finished sync did.
 *
 * @param {Object|undefined} summary counts by kind
 * @returns {string}
 */
export function describeSummary(summary = {}) {
    const {created, updated, deleted, pushed, conflicts, quarantined, waiting} =
        summary;
    const parts = [
        created && _t("%s new", created),
        updated && _t("%s changed", updated),
        deleted && _t("%s deleted", deleted),
        pushed && _t("%s sent to Google", pushed),
        conflicts && _t("%s settled conflicts", conflicts),
        quarantined && _t("%s set aside", quarantined),
        waiting && _t("%s waiting to be sent", waiting),
    ].filter(Boolean);
    if (!parts.length) {
        return _t("Google Calendar: already up to date");
    }
    return _t("Google Calendar: %s", formatList(parts, {style: "unit"}));
}

/**
 * @param {Object|undefined} summary
 * @returns {boolean} whether the events on the screen may be outdated
 */
export function hasChanges(summary) {
    return !summary || VISIBLE_COUNTS.some((kind) => summary[kind] > 0);
}
