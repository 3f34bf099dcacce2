import { DEFAULT_IMAGES, DEFAULT_PORT } from './options.ts'

export const USAGE = `Usage: npm start [-- options]

Runs amiops in a sandbox: a Slack workspace and an AWS account on this machine, and a page to use both.

Options, after the two dashes that npm wants:

  --port NUMBER    where it listens, on 127.0.0.1 alone; ${DEFAULT_PORT}, or what PORT says; 0 for any that is free
  --fleet FILE     start with your own images: the JSON that  aws ec2 describe-images  prints, or several such in a list
  --region REGION  where the images of that file live; us-east-1
  --seed NUMBER    start with made-up images, the same for the same number
  --images NUMBER  how many of those; ${DEFAULT_IMAGES}
  --organisation NxM
                   start with a made-up organization: N accounts, each with 20 images in each of M regions; five accounts have
                   a trouble each
  --data FOLDER    keep everything in that folder, and go on from there the next time; else nothing is kept
  --clock manual   time that can be moved on: POST /_sandbox/clock {"advanceMs": 3600000}; else it is the machine's
  --config s3      the functions read their config from S3, s3://amiops-sandbox/amiops.config.yml; else it is in their bundles
  --help           this

Without --fleet and --seed there is a small fleet in which each state and trouble occurs.

Examples:

  npm start
  npm start -- --port 4000
  aws ec2 describe-images --owners self > images.json
  npm start -- --fleet images.json --region eu-west-1
  npm start -- --seed 7 --images 10000
  npm start -- --organisation 200x5
  npm start -- --data ./sandbox-data
  npm start -- --clock manual`
