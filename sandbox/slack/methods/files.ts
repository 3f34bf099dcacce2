import type { Args } from '../args.ts'
import { BOT } from '../defaults.ts'
import { postMessage } from '../messages.ts'
import { SlackError } from '../slack-error.ts'
import type { StoredFile } from '../stored-file.ts'
import { isObjectList, type JsonObject } from '../types.ts'
import type { Methods, World } from './method.ts'
import { channelById } from './places.ts'

/** https://docs.slack.dev/messaging/working-with-files: ask for an address, upload, complete. */
export const fileMethods: Methods = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(args, { files, baseUrl }) {
      const name = args.required('filename')
      const length = args.integer('length') ?? 0
      if (length < 1) throw new SlackError('missing_argument')
      // The documentation and Slack's own client disagree about the name.
      const altText = args.string('alt_txt') ?? args.string('alt_text')
      const file = files.expect(name, length, BOT.user_id, altText)
      return { file_id: file.id, upload_url: `${baseUrl()}/slack/api/_upload/${file.id}` }
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(args, world) {
      const uploaded = readFiles(args, world)
      const channelId = args.string('channel_id')
      if (channelId) share(args, world, channelId, uploaded)
      return { files: uploaded.map(({ id, title }) => ({ id, title })) }
    },
  },
  'files.info': {
    scopes: ['files:read'],
    tier: 4,
    run(args, { files }) {
      const file = files.arrived(args.required('file'))
      return { file: files.describe(file), comments: [], response_metadata: { next_cursor: '' } }
    },
  },
  'files.delete': {
    scopes: ['files:write'],
    tier: 3,
    run(args, { files }) {
      const file = files.arrived(args.required('file'))
      if (file.userId !== BOT.user_id) throw new SlackError('cant_delete_file')
      files.remove(file)
      return {}
    },
  },
}

const readFiles = (args: Args, { files }: World): StoredFile[] => {
  const given = args.json('files', 'invalid_arguments')
  if (!isObjectList(given) || given.length === 0) throw new SlackError('invalid_arguments')
  return given.map(({ id, title }: JsonObject) => {
    const { id: fileId } = files.arrived(String(id))
    const file = files.stored.get(fileId)
    if (!file) throw new SlackError('file_not_found')
    if (typeof title === 'string' && title !== '') file.title = title
    return file
  })
}

const share = (args: Args, { workspace, files }: World, channelId: string, uploaded: StoredFile[]): void => {
  const channel = channelById(workspace, channelId)
  if (!channel.members.has(BOT.user_id)) throw new SlackError('not_in_channel')
  if (channel.isArchived) throw new SlackError('is_archived')
  for (const file of uploaded) if (!file.channelIds.includes(channel.id)) file.channelIds.push(channel.id)
  const threadTs = args.string('thread_ts')
  const content = { text: args.string('initial_comment') ?? '', files: uploaded.map(files.describe) }
  postMessage(workspace, channel, content, threadTs ? { threadTs } : {})
}
