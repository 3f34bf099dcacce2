import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { type Aws, startAws } from '../sandbox/aws/support.ts'
import { writeConfig } from '../support/world.ts'

let aws: Aws

beforeAll(async () => {
  aws = await startAws({ seed: false })
})
afterAll(() => aws.close())

test('a config that names another account than the credentials’ is not deployed: both ids are named', async () => {
  const yaml = readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
    "id: '123456789012'",
    "id: '999999999999'",
  )
  const env = {
    ...process.env,
    AMIOPS_CONFIG: writeConfig(yaml),
    AWS_ENDPOINT_URL: aws.urlOf('/nothing-else'),
    AWS_ENDPOINT_URL_STS: aws.urlOf('/sts'),
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  }
  const args = ['--import', 'tsx', 'scripts/package.ts', 'deploy', '--region', 'eu-west-1']
  const ended = await new Promise<{ code: number | string | undefined; stderr: string }>(resolve => {
    execFile(process.execPath, args, { env }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    )
  })
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain('amiops was not deployed:')
  expect(ended.stderr).toMatch(/999999999999 \(production\) .* 123456789012/)
})
