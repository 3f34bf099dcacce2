import * as v from 'valibot'
import { ACTIONS, FAMILY_ACTIONS } from '../domain/actions.ts'
import { actionRights } from './schema-action-rights.ts'
import { described, keys, named, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

export const roles = described(
  v.optional(
    named(
      keys({
        users: described(v.optional(v.array(values.userId, 'a list of user ids'), []), 'The user ids.'),
        userGroups: described(
          v.optional(v.array(values.userGroupId, 'a list of user group ids'), []),
          'The user group ids. Slack is asked who belongs to a group when a permission is checked.',
        ),
      }),
    ),
    {},
  ),
  'Roles by name. A role is a set of people and user groups; `actions` says what each role can do.',
)

export const actions = described(
  v.optional(keys(v.entriesFromList([...ACTIONS, ...FAMILY_ACTIONS], v.optional(actionRights))), {}),
  'Who can do what. Nobody can do an action that is not listed. `shareWith` shares images with `audiences`, or stops that; `share` restores the launch permissions that disabling removed; `makePrivate` takes away public access, and access for organizations and accounts that the config does not know; `restore` restores an image from the Recycle Bin; `retire` sets the date on which an image is deprecated, or removes it. `scan` has Amazon Inspector scan an image, which AWS charges. `promote` and `rollback` set a family’s aliases, `revoke` takes a bad image and its copies and descendants out of use. `keep` keeps an image from being cleaned up.',
)

export const notify = described(
  v.optional(
    keys({
      requester: described(
        v.optional(v.boolean('true or false'), true),
        'The person who asked for the change.',
      ),
      approvers: described(
        v.optional(v.boolean('true or false'), false),
        'Everybody who could have approved it.',
      ),
    }),
    {},
  ),
  'Who gets the outcome of an approval by direct message.',
)

export const mute = described(
  v.optional(
    keys({
      roles: described(
        v.pipe(v.array(text('a role’s name'), 'a list of roles'), v.minLength(1, 'at least one role')),
        'The roles that can mute, and end a mute.',
      ),
    }),
  ),
  'Who can mute a family or an image in a channel with `/ami mute`, for seven days at most. Without it, nobody can. It holds back cards, digests and thread lines about changes, and changes of deprecation dates outside amiops. Posted all the same: what mentions somebody, what a rule marks `always: card`, alerts, critical findings, changes of aliases, warnings and suggestions to owners, and what people ask for: plans, approvals and their outcomes.',
)

export const limits = described(
  v.optional(
    keys({
      destructivePerHour: described(
        v.optional(values.images, 20),
        'How many images one person can disable or deregister within an hour.',
      ),
    }),
    {},
  ),
  'Limits for each person.',
)
