import { DEFAULT_IMAGES, DEFAULT_PORT } from './options.ts'

export const USAGE = `Usage: npm start [-- options]

Runs amiops in a sandbox: a Slack workspace and an AWS account on this machine, and a page to use both.

Options, after the two dashes that npm wants:

  --port NUMBER    the port on 127.0.0.1; without it, the variable PORT or ${DEFAULT_PORT}; 0 takes any free port
  --fleet FILE     start with your own images: the JSON that  aws ec2 describe-images  prints, or a list of several
  --region REGION  the region of the images in that file; us-east-1
  --seed NUMBER    start with made-up images; the same number makes the same images
  --images NUMBER  how many made-up images; ${DEFAULT_IMAGES}
  --organisation NxM
                   start with a made-up organization: N accounts, each with 20 images in each of M regions; five of them
                   have a problem each
  --data FOLDER    save everything in that folder, and continue from it at the next start; without it, nothing is saved
  --clock manual   a clock that moves only by POST /_sandbox/clock {"advanceMs": 3600000}; without it, the machine's clock
  --config s3      the functions read their config from s3://amiops-sandbox/amiops.config.yml; without it, from their bundles
  --help           print this text

Without --fleet and --seed, the sandbox starts with a small fleet that shows each state and each problem.

Examples:

  npm start
  npm start -- --port 4000
  aws ec2 describe-images --owners self > images.json
  npm start -- --fleet images.json --region eu-west-1
  npm start -- --seed 7 --images 10000
  npm start -- --organisation 200x5
  npm start -- --data ./sandbox-data
  npm start -- --clock manual`
