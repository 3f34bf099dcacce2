/** How far each method of the Web API is Slack's own, which test proves it, and what it does not do. */
export interface Coverage {
  state: 'supported' | 'partial' | 'missing'
  /** The title of a test in `test/sandbox/slack/`; a missing method has none. */
  provedBy?: string
  gap?: string
}

export const COVERAGE: Readonly<Record<string, Coverage>> = {
  'api.test': { state: 'supported', provedBy: 'api.test answers anybody, and echoes an error' },
  'auth.test': { state: 'supported', provedBy: 'the token says who the bot is' },
  'chat.postMessage': {
    state: 'partial',
    provedBy: 'a message is posted by id, by name and by name with a hash',
    gap: 'mrkdwn, parse, link_names, unfurl_*, username and icon_* are ignored; a text is stored as sent, not escaped; images are not fetched; the byte limit of metadata is a guess of 8,000; no msg_blocks_too_long; blocks data_visualization and call are refused',
  },
  'chat.update': {
    state: 'partial',
    provedBy: 'an update with text alone takes the blocks away and marks the message as edited',
    gap: 'no edit_window_closed; blocks always go when only text is given, attachments stay until given anew; the gaps of chat.postMessage',
  },
  'chat.delete': {
    state: 'supported',
    provedBy: 'a deleted message is gone; one with replies leaves a tombstone',
  },
  'chat.postEphemeral': {
    state: 'partial',
    provedBy: 'an ephemeral message is seen by one person; strangers to the channel get none',
    gap: 'attachments that hold blocks are always refused, where Slack may take some; the message outlives a reload of the client',
  },
  'chat.getPermalink': {
    state: 'supported',
    provedBy: 'a permalink leads to the message, and for a reply to its thread',
  },
  'chat.scheduleMessage': { state: 'missing', gap: 'nothing can be sent later' },
  'chat.unfurl': { state: 'missing', gap: 'links are not unfurled' },
  'conversations.info': {
    state: 'partial',
    provedBy: 'a channel tells whether it is shared with another company',
    gap: 'no topic, purpose, previous names or locale',
  },
  'conversations.list': {
    state: 'partial',
    provedBy: 'channels are listed page by page',
    gap: 'no group messages',
  },
  'conversations.history': {
    state: 'supported',
    provedBy: 'history is newest first and holds metadata only for those who ask',
  },
  'conversations.replies': {
    state: 'supported',
    provedBy: 'a thread is read from its root or from any reply',
  },
  'conversations.members': { state: 'supported', provedBy: 'members are listed' },
  'conversations.open': {
    state: 'partial',
    provedBy: 'a direct message is opened before anything is said',
    gap: 'one person only; no return_im',
  },
  'conversations.join': { state: 'missing', gap: 'the bot is a member where it is put' },
  'files.getUploadURLExternal': { state: 'supported', provedBy: 'a file is uploaded and shared' },
  'files.completeUploadExternal': {
    state: 'partial',
    provedBy: 'a file that never arrived cannot be shared',
    gap: 'one channel only; no blocks; the size of an image is not read, and its thumbs are the whole image',
  },
  'files.info': { state: 'supported', provedBy: 'a file is looked up' },
  'files.delete': {
    state: 'supported',
    provedBy: 'a deleted file leaves a tombstone, and its address leads nowhere',
  },
  'reactions.add': {
    state: 'partial',
    provedBy: 'a reaction is added once',
    gap: 'any well-formed name is taken for an emoji; no too_many_reactions',
  },
  'usergroups.list': {
    state: 'partial',
    provedBy: 'user groups are listed, with their people when asked',
    gap: 'no disabled groups',
  },
  'usergroups.users.list': {
    state: 'supported',
    provedBy: 'a group that is not there, and a workspace that has not paid for groups',
  },
  'users.info': {
    state: 'partial',
    provedBy: 'a person is looked up; one from another company is a stranger',
    gap: 'a short profile; bots cannot be looked up',
  },
  'users.list': { state: 'missing', gap: 'people are looked up one by one' },
  'views.open': {
    state: 'partial',
    provedBy: 'a trigger works for three seconds and once',
    gap: 'a second modal takes the place of the first',
  },
  'views.push': { state: 'supported', provedBy: 'three views lie on each other, not four' },
  'views.update': {
    state: 'supported',
    provedBy: 'a view is updated by id or by its own name, and only from the state one knows',
  },
  'views.publish': { state: 'supported', provedBy: 'two publish at once: the one with the old hash loses' },
}
