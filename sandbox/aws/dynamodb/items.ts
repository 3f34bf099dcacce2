import * as v from 'valibot'

/** A call of DynamoDB's API that must succeed. */
export type Ask = (operation: string, input: object) => Promise<unknown>

/** DynamoDB's own JSON of an item, for example `{ pk: { S: 'IMAGE#…' } }`. */
const ItemSchema = v.record(v.string(), v.record(v.string(), v.unknown()))
const ScanSchema = v.object({ Items: v.array(ItemSchema), LastEvaluatedKey: v.optional(ItemSchema) })
const TablesSchema = v.object({ TableNames: v.array(v.string()) })

/** The items of each table, by its name. */
export type Items = Record<string, v.InferOutput<typeof ItemSchema>[]>
const ItemsSchema = v.pipe(
  v.unknown(),
  v.check(dumped => !Array.isArray(dumped), 'Expected items by the names of their tables, got a list.'),
  v.record(v.string(), v.array(ItemSchema)),
)

const DescriptionSchema = v.object({ Table: v.object({ TableStatus: v.string() }) })

/** The most that BatchWriteItem takes. */
const BATCH = 25

/** A table that was just created is in CREATING for a moment and takes no items yet, whatever the delay is set to. */
const waitUntilActive = async (ask: Ask, table: string): Promise<void> => {
  for (;;) {
    const { Table } = v.parse(DescriptionSchema, await ask('DescribeTable', { TableName: table }))
    if (Table.TableStatus === 'ACTIVE') return
    await new Promise(resolve => setImmediate(resolve))
  }
}

const scan = async (ask: Ask, table: string): Promise<Items[string]> => {
  const items: Items[string] = []
  let start: v.InferOutput<typeof ItemSchema> | undefined
  do {
    const input = { TableName: table, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }
    const page = v.parse(ScanSchema, await ask('Scan', input))
    for (const item of page.Items) items.push(item)
    start = page.LastEvaluatedKey
  } while (start)
  return items
}

/** Everything that stands in the tables. */
export const dumpItems = async (ask: Ask): Promise<Items> => {
  const { TableNames } = v.parse(TablesSchema, await ask('ListTables', {}))
  const dumped: Items = {}
  for (const table of TableNames) dumped[table] = await scan(ask, table)
  return dumped
}

/** Puts dumped items into tables that are there and empty. */
export const loadItems = async (ask: Ask, dumped: unknown): Promise<void> => {
  for (const [table, items] of Object.entries(v.parse(ItemsSchema, dumped))) {
    await waitUntilActive(ask, table)
    for (let at = 0; at < items.length; at += BATCH) {
      const puts = items.slice(at, at + BATCH).map(Item => ({ PutRequest: { Item } }))
      await ask('BatchWriteItem', { RequestItems: { [table]: puts } })
    }
  }
}
