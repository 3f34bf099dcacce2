import { readOptions } from '../../../sandbox/command-line/options.ts'
import { USAGE } from '../../../sandbox/command-line/usage.ts'

const read = (line: string, environment: Record<string, string> = {}) =>
  readOptions(line === '' ? [] : line.split(' '), environment)

test.each([
  ['', { port: 3210 }],
  ['--port 4000', { port: 4000 }],
  ['--port=0', { port: 0 }],
  ['--port 65535', { port: 65_535 }],
  [
    '--fleet images.json --region ap-southeast-2',
    { port: 3210, fleetFile: 'images.json', region: 'ap-southeast-2' },
  ],
  [
    '--fleet images.json --region eusc-de-east-1',
    { port: 3210, fleetFile: 'images.json', region: 'eusc-de-east-1' },
  ],
  [
    '--fleet images.json --region us-gov-west-1',
    { port: 3210, fleetFile: 'images.json', region: 'us-gov-west-1' },
  ],
  ['--seed 0', { port: 3210, random: { seed: 0, images: 200 } }],
  ['--seed 4294967295 --images 100000', { port: 3210, random: { seed: 4_294_967_295, images: 100_000 } }],
  ['--organisation 200x5', { port: 3210, organization: { accounts: 200, regions: 5 } }],
  ['--organization 200x5', { port: 3210, organization: { accounts: 200, regions: 5 } }],
  ['--clock manual', { port: 3210, isClockManual: true }],
  ['--config s3', { port: 3210, isConfigInS3: true }],
  ['--data ./sandbox-data --port 4000', { port: 4000, data: './sandbox-data' }],
  ['--fleet=-odd-name.json', { port: 3210, fleetFile: '-odd-name.json' }],
])('understood: "%s"', (line, options) => {
  expect(read(line)).toEqual(options)
})

test('the port may come from the environment; an option is stronger, an empty variable is none', () => {
  expect(read('', { PORT: '4000' })?.port).toBe(4000)
  expect(read('--port 5000', { PORT: '4000' })?.port).toBe(5000)
  expect(read('', { PORT: '' })?.port).toBe(3210)
})

test.each(['--help', '-h', '--port 4000 --help', '--nonsense --help'])(
  'help is given, whatever else is asked: %s',
  line => {
    expect(read(line)).toBeUndefined()
  },
)

test('help names every option and its default', () => {
  for (const word of [
    '--port',
    '--fleet',
    '--region',
    '--seed',
    '--images',
    '--organisation',
    '--data',
    '--clock',
    '--config',
    '--help',
    '3210',
    '200',
  ])
    expect(USAGE).toContain(word)
})

test.each([
  ['--flet images.json', 'There is no option --flet.'],
  ['-p 4000', 'There is no option -p.'],
  ['images.json', 'Expected options alone, got "images.json".'],
  ['--fleet', 'Expected a value after --fleet, for example --fleet images.json.'],
  ['--fleet=', 'Expected a value after --fleet'],
  ['--data --port 4000', 'Expected a value after --data, for example --data ./sandbox-data.'],
  ['--port 1 --port 2', 'Expected --port once, got it twice.'],
  ['--port many', 'Expected --port to be a whole number from 0 to 65535, got "many".'],
  ['--port 65536', 'Expected --port to be a whole number from 0 to 65535, got "65536".'],
  ['--port -1', 'Expected a value after --port'],
  ['--seed 1.5', 'Expected --seed to be a whole number from 0 to 4294967295, got "1.5".'],
  ['--seed 4294967296', 'Expected --seed to be a whole number'],
  ['--seed 1 --images 0', 'Expected --images to be a whole number from 1 to 100000, got "0".'],
  ['--seed 1 --images 100001', 'Expected --images to be a whole number from 1 to 100000, got "100001".'],
  ['--seed 1 --images 1e3', 'got "1e3".'],
  ['--clock', 'Expected a value after --clock, for example --clock manual.'],
  ['--clock fast', 'Expected --clock to be manual, got "fast": without it'],
  ['--fleet a.json --seed 1', 'Expected --fleet or --seed, got both'],
  ['--images 5', 'Expected --seed beside --images'],
  ['--organisation 200', 'accounts x regions such as 200x5, from 6x1 to 400x10, got "200".'],
  ['--organisation 5x1', 'got "5x1".'],
  ['--organisation 401x1', 'got "401x1".'],
  ['--organisation 20x11', 'got "20x11".'],
  ['--organisation 20x5 --seed 1', 'Expected --organisation or --seed, got both'],
  ['--organisation 20x5 --data here', 'Expected --organisation or --data, got both'],
  ['--region eu-west-1', 'Expected --fleet beside --region'],
  [
    '--fleet a.json --region Frankfurt',
    'Expected --region to be a region such as eu-west-1, got "Frankfurt".',
  ],
])('refused: %s', (line, message) => {
  expect(() => read(line)).toThrow(message)
  expect(() => read(line)).toThrow('npm start -- --help')
})

test('all faults come at once', () => {
  expect(() => read('--colour red --port many --images 5')).toThrow(
    /There is no option --colour\.\nExpected options alone, got "red"\.\nExpected --port .*\nExpected --seed beside/,
  )
})

test('an option that npm took for its own, since the two dashes are missing', () => {
  expect(() => read('', { npm_config_fleet: 'images.json' })).toThrow(
    'npm kept --fleet for itself: put -- before it, as in  npm start -- --fleet images.json',
  )
  expect(() => read('7', { npm_config_seed: 'true' })).toThrow('npm kept --seed for itself')
  // AWS's own tools are set up by such variables, and npm sets others of its own.
  expect(read('', { npm_config_region: 'eu-west-1', npm_config_cache: '/tmp' })).toEqual({ port: 3210 })
})
