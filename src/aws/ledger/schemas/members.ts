import type {
  LeftAccount,
  ListTrouble,
  MemberAccount,
  MemberList,
  UnknownAccount,
} from '../../../domain/member-list.ts'
import { list, maybe, number, shape, text } from './shape.ts'

/** The schemas of the accounts of an organization. */

export const memberList = shape<Omit<MemberList, 'version' | 'fault'>>({
  organization: text,
  accounts: list(
    shape<MemberAccount>({
      id: text,
      name: maybe(text),
      joinedAtMs: maybe(number),
      namedAtMs: maybe(number),
    }),
  ),
  left: maybe(list(shape<LeftAccount>({ id: text, name: maybe(text), leftAtMs: number }))),
  management: maybe(text),
  listedAtMs: number,
  trouble: maybe(shape<ListTrouble>({ name: text, sinceMs: number })),
})

export const unknownAccount = shape<Omit<UnknownAccount, 'id'>>({
  heardAtMs: number,
  checkedAtMs: maybe(number),
  failure: maybe(text),
})
