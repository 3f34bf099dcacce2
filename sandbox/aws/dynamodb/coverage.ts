import type { Covered } from '../../coverage.ts'

export const DYNAMODB: Covered = {
  BatchGetItem: { state: 'supported', provedBy: 'several items are read at once' },
  BatchWriteItem: { state: 'supported', provedBy: 'several items are written at once' },
  DeleteItem: { state: 'supported', provedBy: 'only the owner of a claim takes it away' },
  GetItem: { state: 'supported', provedBy: 'a write whose answer is lost has happened' },
  PutItem: {
    state: 'partial',
    provedBy: 'of two who claim the same item, one gets it',
    gap: 'ReturnValuesOnConditionCheckFailure gives no item back',
  },
  Query: { state: 'supported', provedBy: "the deployment's index is there to be asked" },
  UpdateItem: {
    state: 'partial',
    provedBy: 'a counter is raised only while its condition holds',
    gap: 'ReturnValuesOnConditionCheckFailure gives no item back',
  },
  TransactWriteItems: { state: 'missing', gap: 'dynalite knows no transactions' },
  UpdateTimeToLive: { state: 'missing', gap: 'items never expire by themselves' },
}
