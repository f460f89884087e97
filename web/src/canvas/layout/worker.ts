/** ELK in a thread of its own: it listens by itself once it is loaded. */
import 'elkjs/lib/elk-worker.min.js'
