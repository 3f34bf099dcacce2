/** Whoever holds a response_url may speak in the bot's name: on the timeline its secret part is cut off. */
const RESPONSE_URL = /(\/slack\/response\/)[^"\\\s]+/g

export const redactResponseUrls = <Shown>(value: Shown): Shown =>
  JSON.parse(JSON.stringify(value).replace(RESPONSE_URL, '$1…'))
