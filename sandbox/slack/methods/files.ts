import type { Args } from '../args.ts'
import { fileObject, type UploadedFile } from '../files.ts'
import { postMessage } from '../messages.ts'
import { SlackError } from '../slack-error.ts'
import { isObjectList } from '../types.ts'
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
      const file = files.expect(name, length)
      return { file_id: file.id, upload_url: `${baseUrl()}/slack/api/_upload/${file.id}` }
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(args, world) {
      const shared = readFiles(args, world).map(({ file, title }) => fileObject(file, title))
      const channelId = args.string('channel_id')
      if (channelId) {
        const channel = channelById(world.workspace, channelId)
        if (channel.isArchived) throw new SlackError('is_archived')
        const threadTs = args.string('thread_ts')
        const place = threadTs ? { threadTs } : {}
        postMessage(
          world.workspace,
          channel,
          { text: args.string('initial_comment') ?? '', files: shared },
          place,
        )
      }
      return { files: shared.map(({ id = null, title = null }) => ({ id, title })) }
    },
  },
}

const readFiles = (args: Args, { files }: World): { file: UploadedFile; title: string }[] => {
  const given = args.json('files', 'invalid_arguments')
  if (!isObjectList(given) || given.length === 0) throw new SlackError('invalid_arguments')
  return given.map(({ id, title }) => {
    const file = files.find(String(id))
    if (!file?.bytes) throw new SlackError('file_not_found')
    return { file, title: typeof title === 'string' ? title : file.name }
  })
}
