import { authMethods } from './auth.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import type { Methods } from './method.ts'
import { reactionMethods } from './reactions.ts'
import { userGroupMethods } from './usergroups.ts'
import { userMethods } from './users.ts'
import { viewMethods } from './views.ts'

/** Everything that `/slack/api/` serves; `coverage.ts` beside it must name the same methods. */
export const METHODS: Methods = {
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...reactionMethods,
  ...userGroupMethods,
  ...userMethods,
  ...viewMethods,
}
