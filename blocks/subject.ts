import { type Subject, subjectName, subjectWords } from '../src/domain/subject.ts'
import { commandButton } from './command-buttons.ts'
import type { Message } from './message.ts'
import { unreachableWords } from './no-match.ts'
import { contextPart, messageOf, rowPart, sectionPart } from './part.ts'
import { code } from './text.ts'

/** "`payments-base`", "`payments-base-2026-11-30` (`ami-…`)" */
export const subjectCode = (subject: Subject): string =>
  subject.kind === 'image' && subject.name !== undefined
    ? `${code(subject.name, 140)} (${code(subject.image.imageId, 40)})`
    : code(subjectName(subject), 140)

/** What it is and where it is, beside its name. */
export const subjectKindWords = (subject: Subject, nameOf: (account: string) => string): string =>
  subject.kind === 'family'
    ? 'family'
    : `image in ${code(nameOf(subject.image.account), 60)} ${code(subject.image.region, 40)}`

interface NotOne {
  /** Of the slash command. */
  name: string
  verb: string
  typed: string
  kind: 'several' | 'none'
  near: readonly Subject[]
  unreachable: readonly { where: string; why: string }[]
  nameOf: (account: string) => string
  /** The text after the family or image in the command. */
  behind?: string
}

/** What was typed is not one family and not one image: a choice, each with a button that types it. */
export const renderNotOneSubject = (view: NotOne): Message => {
  const { name, verb, typed, kind, near, unreachable, nameOf, behind = '' } = view
  const sentence =
    kind === 'several'
      ? `🔍 Several images are called ${code(typed, 140)}. Which one?`
      : `🔍 No family and no image is called ${code(typed, 140)}.${near.length > 0 ? ' Did you mean:' : ''}`
  return messageOf([
    sectionPart(sentence),
    ...near.map((subject, at) =>
      rowPart(
        `${subjectCode(subject)} · ${subjectKindWords(subject, nameOf)}`,
        commandButton(name, { text: `${verb} ${subjectWords(subject)}${behind}`, label: 'Choose' }, at),
      ),
    ),
    ...(unreachable.length > 0 ? [contextPart(unreachableWords(unreachable))] : []),
    contextPart(
      `${code(`${name} family`)} lists all families. An image is named by its id or its whole name.`,
    ),
  ])
}
