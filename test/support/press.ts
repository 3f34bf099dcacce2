import type { Message, TestWorld } from './world.ts'

/** Presses a button of a message, with the value that it has there. */
export const press = async (
  world: TestWorld,
  person: string,
  on: Message,
  channel: string,
  actionId: string,
): Promise<void> => {
  const value = new RegExp(`"action_id":"${actionId}"[^}]*\\}[^}]*?"value":"((?:[^"\\\\]|\\\\.)*)"`).exec(
    JSON.stringify(on.blocks),
  )?.[1]
  if (value === undefined) throw new Error(`Expected the button ${actionId} in ${JSON.stringify(on.blocks)}.`)
  await world.click(person, { channel, ts: on.ts, action_id: actionId, value: JSON.parse(`"${value}"`) })
}
