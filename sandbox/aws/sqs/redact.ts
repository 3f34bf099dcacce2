/** A response_url is a credential to post as the bot: the timeline shows it without its secret part. */
const RESPONSE_URL = /(\/slack\/response\/)[^"\\\s]+/g

export const redactResponseUrls = <Shown>(value: Shown): Shown =>
  JSON.parse(JSON.stringify(value).replace(RESPONSE_URL, '$1…'))
