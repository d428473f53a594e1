import { startSentinels } from '../../support/several-redis.js';
import { severalSuite } from './several-suite.js';

severalSuite('Redis with Sentinels', startSentinels);
