/** The place in the address that stands for the app's own page. No channel can be called so. */
export const APP_PLACE = '@amiops'
