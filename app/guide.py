"""What /docs says before it lists the calls: OpenAPI describes requests and answers, but not what a stream says."""

GUIDE = """Neural networks that learn in front of you.

Make a run, open its stream, change its learning rate while it goes. The stream is a WebSocket at the path that
`POST /api/runs` answers with. A run stands at `step` and knows its history up to `end`; update t leads from step t
to step t+1, and its loss is that of its batch before the update.

**What you say**, as JSON text; where a name has a question mark it may be left out:

- `{"type": "hello", "version": 1, "key"?, "history"?, "from"?, "encoding"?, "look"?}` comes first, within five
  seconds. Without the key you may only watch. `from`, in that `history`, is the first update whose loss you lack;
  `encoding` is `binary` or `json`.
- `{"type": "play", "pace"?}` and `{"type": "pause"}`: `pace` is updates a second, 0.1 to 100,000, or `"max"`.
- `{"type": "step", "n"?}` goes n updates on, or back; `{"type": "seek", "step"}` goes to a step of the history. Neither
  rewrites anything.
- `{"type": "change", "id"?, "values"}`: new values for live knobs and parameters, in force from the next update on.
  `id` is anything of up to 1,000 bytes.
- `{"type": "look", "values"}`: what to show; what the run does not have is passed over. It never moves the run.
- `{"type": "ack", "frame"}`: frames up to this one are drawn. At most two are ever under way.

**What you hear**:

- `welcome` first: the run's recipe, `history`, `step`, `end`, `status`, `pace`, whether you have `control`, and `from`,
  the first loss that will follow.
- `{"type": "frame", "frame", "history", "step", "end", "from", "status", "scalars", "arrays"}`. The array `loss` holds
  the losses of the updates `from`, `from`+1, … that are **made**; each arrives once. `scalars.loss` is another number:
  the loss of the update **to come**, where the run stands. (`GET /api/runs/{run}` tells that of the update **before**
  `step`.)
- `changed`: a change is recorded, with `id`, `step` and `values`. It comes before any frame beyond `step`.
- `moved`: a change made below `end` has begun another `history`; the losses from `end` on are void. It comes **before**
  the `changed` that caused it.
- `status`: `paused`, `playing`, `done`, `diverged` or `failed`, and at which `step`; of one `lane` where there are
  several; with the reason as `message`.
- `error`: as in HTTP, with the `id` of your message.

A binary frame is a little-endian `uint32`, the length of the header; the header, JSON padded with spaces to a multiple
of 4, in which `arrays` lists each array's `name` and `shape`; then all arrays as little-endian `float32`. As text it is
one JSON object with nested lists. Numbers that are not finite are `null` in JSON.

**To take along**: `GET /api/runs/{run}/metrics.csv` is every loss as a table, and
`GET /api/runs/{run}/exports/{name}` one of the texts that the run's lab lists as `exports`, of the step where the run
stands. Neither moves it.

Before a stream is opened it may be refused with a status: 403 for a page of another origin, 404 or 410 where there is
no such run, 429 after too many requests. An open one closes with 1008 where a rule was broken (the reason says which),
1012 when the server restarts or the run was dropped, 1013 when there is no room.
"""
