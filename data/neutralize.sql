-- A copy for tests must not reach Google: no token, no client, nothing switched on.
DELETE FROM gws_account_secret;
DELETE FROM gws_oauth_state;
UPDATE gws_account
   SET state = 'draft', last_error = NULL, granted_scopes = NULL, client_id = NULL;
DELETE FROM ir_config_parameter
 WHERE key IN (
    'google_workspace.client_id',
    'google_workspace.client_secret',
    'google_workspace.api_endpoint',
    'google_workspace.client_errors'
);
UPDATE ir_config_parameter SET value = 'False' WHERE key = 'google_workspace.enabled';
