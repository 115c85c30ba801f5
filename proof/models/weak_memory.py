# SPDX-License-Identifier: BSD-2-Clause
"""The queue and the signal flag under the C11 memory model: every execution of small programs.

The machine below has, for each word of memory, all values ever written in their modification order, and for each
thread a view: the oldest value of each word that it may still read. This is the view-based presentation of C11's
release/acquire fragment with sequentially consistent fences (in its repaired form, without values out of thin air):

  relaxed load    reads any value not older than the thread's view allows
  acquire load    the same, and joins the view that the release store had
  store           comes after all that the thread has seen in the word's order, but not necessarily last
  release store   carries the thread's view along
  seq_cst fence   joins the thread's view with that of all earlier such fences, both ways
  plain access    must not happen at the same time as another one to the same word: a write must have seen all others
  notification    the kernel hands over one bit, and with it the view of who signalled

The programs are the steps of the queue as the C code has them; check_steps.py compares the bracketed numbers and texts.
All interleavings and all values are explored. Wrong orders are tried as well and must be found out.
"""

RELAXED, ACQUIRE, RELEASE, FENCE = "relaxed", "acquire", "release", "seq_cst"


class Wrong(Exception):
    """An execution that must not be."""


class Machine:
    """A state is (memory, threads, accesses, fences, notifications), all of them tuples.

    memory         for each word its values in modification order, each with what a release store carries along
    threads        pc, registers, view (the oldest readable position in each word), seen (plain accesses known of)
    accesses       reads and writes of each plain word so far
    fences         view and seen of the last seq_cst fence
    notifications  bit, and view and seen of those who signalled
    """

    LASTING = ("head", "tail")  # registers whose values matter later

    def __init__(self, threads, words, plain, notifications):
        self.threads, self.words, self.plain = threads, words, plain
        self.names = words + plain
        self.index = {name: i for i, name in enumerate(self.names)}
        self.notifications = notifications

    def initial(self):
        view = (0,) * len(self.names)
        memory = tuple(((0, None),) for _ in self.names)
        seen = ((0, 0),) * len(self.plain)
        threads = tuple((self.run_private(number, 0, registers := {}), tuple(sorted(registers.items())), view, seen)
                        for number in range(len(self.threads)))
        accesses = ((0, 0),) * len(self.plain)
        return memory, threads, accesses, (view, seen), ((0, view, seen),) * self.notifications

    def explore(self):
        """Walk through all states; returns how many there are. Raises Wrong for a bad one."""
        start = self.initial()
        known, todo = {start}, [start]
        while todo:
            state = todo.pop()
            moved = finished = 0
            for number, program in enumerate(self.threads):
                if state[1][number][0] == len(program):
                    finished += 1
                    continue
                for successor in self.step(state, number):
                    moved += 1
                    if successor not in known:
                        known.add(successor)
                        todo.append(successor)
            if not moved and finished < len(self.threads):
                raise Wrong("a thread sleeps for ever")
        return len(known)

    def step(self, state, number):
        pc, registers, view, seen = state[1][number]
        operation, *arguments = self.threads[number][pc][0]
        return getattr(self, "do_" + operation)(state, number, dict(registers), view, seen, *arguments)

    @staticmethod
    def join(a, b):
        return tuple(map(max, a, b))

    @staticmethod
    def join_seen(a, b):
        return tuple((max(x[0], y[0]), max(x[1], y[1])) for x, y in zip(a, b))

    @staticmethod
    def put(items, index, item):
        return items[:index] + (item,) + items[index + 1:]

    def run_private(self, number, pc, registers):
        """What a thread does with its registers alone is no step: nobody can tell when it happens."""
        program = self.threads[number]
        while pc < len(program):
            operation, *arguments = program[pc][0]
            if operation == "set":
                registers[arguments[0]] = arguments[1](registers)
            elif operation == "check":
                condition, complaint = arguments
                if not condition(registers):
                    raise Wrong(complaint)
            elif operation == "branch":
                condition, label = arguments
                if condition(registers):
                    pc = program.labels[label]
                    continue
            else:
                break
            pc += 1
        return pc

    def after(self, state, number, registers, view, seen, **changes):
        memory, threads, accesses, fences, notifications = state
        pc = self.run_private(number, threads[number][0] + 1, registers)
        kept = tuple((name, value) for name, value in sorted(registers.items()) if name in Machine.LASTING)
        thread = (pc, kept, view, seen)
        return self.forget((changes.get("memory", memory), self.put(threads, number, thread),
                            changes.get("accesses", accesses), changes.get("fences", fences),
                            changes.get("notifications", notifications)))

    def forget(self, state):
        """Values that no thread may read any more make no difference: without them, fewer states differ."""
        memory, threads, accesses, fences, notifications = state
        oldest = tuple(map(min, *(view for _, _, view, _ in threads)))
        if not any(oldest):
            return state
        cut = lambda view: tuple(max(0, position - old) for position, old in zip(view, oldest))

        def cut_message(message):
            value, released = message
            return (value, released and (cut(released[0]), released[1]))

        return (tuple(tuple(map(cut_message, history[old:])) for history, old in zip(memory, oldest)),
                tuple((pc, registers, cut(view), seen) for pc, registers, view, seen in threads), accesses,
                (cut(fences[0]), fences[1]), tuple((bit, cut(view), seen) for bit, view, seen in notifications))

    def do_load(self, state, number, registers, view, seen, register, word, order):
        at = self.index[word]
        for position in range(view[at], len(state[0][at])):
            value, released = state[0][at][position]
            new_view, new_seen = self.put(view, at, position), seen
            if order == ACQUIRE and released is not None:
                new_view = self.join(new_view, released[0])
                new_seen = self.join_seen(seen, released[1])
            yield self.after(state, number, {**registers, register: value}, new_view, new_seen)

    def do_store(self, state, number, registers, view, seen, word, value, order):
        at = self.index[word]
        value = value(registers) if callable(value) else value
        for position in range(view[at] + 1, len(state[0][at]) + 1):
            shifted = self.shift(state, at, position)
            new_view = self.put(self.shift_view(view, at, position), at, position)
            message = (value, (new_view, seen) if order == RELEASE else None)
            memory = shifted[0]
            history = memory[at][:position] + (message,) + memory[at][position:]
            yield self.after(shifted, number, registers, new_view, seen, memory=self.put(memory, at, history))

    @staticmethod
    def shift_view(view, at, position):
        """A value was put before what stood at `position`."""
        return view[:at] + (view[at] + (view[at] >= position),) + view[at + 1:]

    def shift(self, state, at, position):
        if position == len(state[0][at]):
            return state
        move = lambda view: self.shift_view(view, at, position)

        def move_message(message):
            value, released = message
            return value, released and (move(released[0]), released[1])

        memory, threads, accesses, fences, notifications = state
        return (tuple(tuple(move_message(m) for m in history) for history in memory),
                tuple((pc, registers, move(view), seen) for pc, registers, view, seen in threads), accesses,
                (move(fences[0]), fences[1]), tuple((bit, move(view), seen) for bit, view, seen in notifications))

    def do_fence(self, state, number, registers, view, seen, order):
        if order != FENCE:
            yield self.after(state, number, registers, view, seen)
            return
        both, both_seen = self.join(view, state[3][0]), self.join_seen(seen, state[3][1])
        yield self.after(state, number, registers, both, both_seen, fences=(both, both_seen))

    def plain_access(self, state, number, seen, word, write):
        """Counts an access (reads, writes); a race is one that the thread has not seen and that is no pair of reads."""
        which = self.plain.index(word)
        reads, writes = state[2][which]
        if seen[which][1] != writes or (write and seen[which][0] != reads):
            raise Wrong(f"race on {word}")
        counted = (reads + (not write), writes + write)
        return self.put(state[2], which, counted), self.put(seen, which, counted)

    def do_write(self, state, number, registers, view, seen, word, value):
        accesses, seen = self.plain_access(state, number, seen, word, True)
        value = value(registers) if callable(value) else value
        at = self.index[word]
        history = state[0][at] + ((value, None),)
        yield self.after(state, number, registers, self.put(view, at, len(history) - 1), seen,
                         memory=self.put(state[0], at, history), accesses=accesses)

    def do_read(self, state, number, registers, view, seen, register, word):
        accesses, seen = self.plain_access(state, number, seen, word, False)
        value = state[0][self.index[word]][-1][0]
        yield self.after(state, number, {**registers, register: value}, view, seen, accesses=accesses)

    def do_signal(self, state, number, registers, view, seen, which):
        _, old, old_seen = state[4][which]
        word = (1, self.join(view, old), self.join_seen(seen, old_seen))
        yield self.after(state, number, registers, view, seen, notifications=self.put(state[4], which, word))

    def do_wait(self, state, number, registers, view, seen, which):
        bit, carried, carried_seen = state[4][which]
        if bit:
            yield self.after(state, number, registers, self.join(view, carried), self.join_seen(seen, carried_seen),
                             notifications=self.put(state[4], which, (0, carried, carried_seen)))


class Program(list):
    """Steps of one thread; `labels` are the places that branches go to."""

    def __init__(self):
        super().__init__()
        self.labels = {}

    def label(self, name):
        self.labels[name] = len(self)

    def __call__(self, *operation):
        self.append((operation,))


TO_CONSUMER, TO_PRODUCER = 0, 1
ORDERS = {"publish": RELEASE, "free": ACQUIRE, "ready": ACQUIRE, "release": RELEASE, "request fence": FENCE,
          "required fence": FENCE}


def wait_until(program, orders, flag, item, look, enough, sleep):
    """Waiter: looks; if there is not enough, asks for a signal, looks again, and sleeps if there is still not."""
    again, withdraw, done = (f"{flag} {item} {place}" for place in ("again", "withdraw", "done"))
    program.label(again)
    look()
    program("branch", enough, done)
    program("store", flag, 0, RELAXED)              # [S1] store_relaxed_32(flag, 0);
    program("fence", orders["request fence"])       # [S2] fence_seq_cst();
    look()
    program("branch", enough, withdraw)
    program("wait", sleep)
    program("branch", lambda r: True, again)
    program.label(withdraw)
    program("store", flag, 1, RELAXED)              # [S3] store_relaxed_32(flag, 1);
    program.label(done)


def tell(program, orders, flag, item, whom):
    """Notifier, after it has moved its index."""
    done = f"{flag} {item} told"
    program("fence", orders["required fence"])      # [S4] fence_seq_cst();
    program("load", "flag", flag, RELAXED)          # [S5] return load_relaxed_32(flag) == 0;
    program("branch", lambda r: r["flag"] != 0, done)
    program("store", flag, 1, RELAXED)
    program("signal", whom)
    program.label(done)


def producer(orders, items, capacity):
    program = Program()
    look = lambda: program("load", "head", "head", orders["free"])  # [Q1] SPSC_INDEX head = SPSC_LOAD(p->shared_head);
    room = lambda r: r["tail"] - r["head"] < capacity
    program("set", "tail", lambda r: 0)
    for item in range(1, items + 1):
        wait_until(program, orders, "producer_signalled", item, look, room, TO_PRODUCER)
        # [Q2] producer->queue->buffers[spsc16_producer_slot(&producer->index, 0)] = desc;
        program("write", f"entry {(item - 1) % capacity}", item)
        program("set", "tail", lambda r: r["tail"] + 1)
        program("store", "tail", lambda r: r["tail"], orders["publish"])    # [Q3] SPSC_STORE(p->shared_tail, p->tail);
        tell(program, orders, "consumer_signalled", item, TO_CONSUMER)
    return program


def consumer(orders, items, capacity):
    program = Program()
    look = lambda: program("load", "tail", "tail", orders["ready"])  # [Q4] SPSC_INDEX tail = SPSC_LOAD(c->shared_tail);
    ready = lambda r: r["tail"] != r["head"]
    program("set", "head", lambda r: 0)
    for item in range(1, items + 1):
        wait_until(program, orders, "consumer_signalled", item, look, ready, TO_CONSUMER)
        # [Q5] out->io_or_offset = slot->io_or_offset;
        program("read", "entry", f"entry {(item - 1) % capacity}")
        program("check", lambda r, item=item: r["entry"] == item, "an entry is not what was written")
        program("set", "head", lambda r: r["head"] + 1)
        program("store", "head", lambda r: r["head"], orders["release"])    # [Q6] SPSC_STORE(c->shared_head, c->head);
        tell(program, orders, "producer_signalled", item, TO_PRODUCER)
    return program


def run(orders, items, capacity):
    machine = Machine((producer(orders, items, capacity), consumer(orders, items, capacity)),
                      ("tail", "head", "consumer_signalled", "producer_signalled"),
                      tuple(f"entry {i}" for i in range(capacity)), 2)
    return machine.explore()


# What each order is for: with the weaker one, something must go wrong. (The kernel's part in notifications cannot be
# left out, so what a signal alone orders is not noticed.)
MUTANTS = {"publish": RELAXED, "ready": RELAXED, "free": RELAXED, "release": RELAXED, "request fence": None,
           "required fence": None}
BOUNDS = ((2, 1), (2, 2), (3, 1), (3, 2))


def check_all():
    """Yields a line for each check; those that begin with FAILED have failed."""
    for items, capacity in BOUNDS:
        what = f"weak memory: {items} entries through a queue of {capacity}"
        try:
            yield f"{what}: {run(ORDERS, items, capacity):,} states"
        except Wrong as wrong:
            yield f"FAILED {what}: {wrong}"
    for step, order in MUTANTS.items():
        try:
            run({**ORDERS, step: order}, 3, 1)
            yield f"FAILED weak memory: nothing goes wrong without the order of `{step}'"
        except Wrong as wrong:
            yield f"weak memory: without the order of `{step}': found, {wrong}"
