/* SPDX-License-Identifier: BSD-2-Clause */
/* What threads that are preempted get back: their registers, nothing of each other's, what was written meanwhile. */
#include <framework/errors.h>
#include <framework/objects.h>
#include <framework/threads.h>

#define SLICE_US 300u
#define RUN_US 20000u
#define FLAGS 0xf0000000ul
#define REGISTERS (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define ALL_FPU_REGISTERS                                                                                              \
    "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31"

static seL4_Word slice(void)
{
    return SLICE_US > 10 * entry_us() ? SLICE_US : 10 * entry_us();
}

static struct thread *with_short_slices(struct thread *thread)
{
    check_eq(seL4_SchedControl_ConfigureFlags(boot->schedcontrol.start, thread->sc, slice(), slice(), 0, 0, 0),
             seL4_NoError);
    return thread;
}

/* Both halves of vector register n hold pattern + n. */
static void fill_fpu(seL4_Word pattern, seL4_Word control, seL4_Word status)
{
    __asm__ volatile(".arch_extension simd\n"
                     "msr fpcr, %1\n"
                     "msr fpsr, %2\n"
                     ".irp n," ALL_FPU_REGISTERS "\n"
                     "dup v\\n\\().2d, %0\n"
                     "add %0, %0, #1\n"
                     ".endr\n"
                     : "+r"(pattern) : "r"(control), "r"(status) : "memory");
}

/* The bits that are not as fill_fpu() left them. */
static seL4_Word wrong_fpu_bits(seL4_Word pattern, seL4_Word control, seL4_Word status)
{
    seL4_Word wrong, read;

    __asm__ volatile(".arch_extension simd\n"
                     "mrs %0, fpcr\n"
                     "eor %0, %0, %3\n"
                     "mrs %1, fpsr\n"
                     "eor %1, %1, %4\n"
                     "orr %0, %0, %1\n"
                     ".irp n," ALL_FPU_REGISTERS "\n"
                     "umov %1, v\\n\\().d[0]\n"
                     "eor %1, %1, %2\n"
                     "orr %0, %0, %1\n"
                     "umov %1, v\\n\\().d[1]\n"
                     "eor %1, %1, %2\n"
                     "orr %0, %0, %1\n"
                     "add %2, %2, #1\n"
                     ".endr\n"
                     : "=&r"(wrong), "=&r"(read), "+r"(pattern) : "r"(control), "r"(status) : "memory");
    return wrong;
}

/* Its number decides what it has in its registers, and whether it gives way now and then. */
static void check_fpu_for_ever(struct thread *self)
{
    seL4_Word number = self->steps[0].x[0];
    seL4_Word pattern = 0x1234567890abcdeful * (number + 1);
    seL4_Word control = (number & 3) << 22;
    seL4_Word status = number & 31;

    fill_fpu(pattern, control, status);
    for (seL4_Word round = 0;; round++) {
        self->value |= wrong_fpu_bits(pattern, control, status);
        self->done++;
        if (number % 2 != 0 && round % 64 == 0) {
            (void)execute(step_yield());
        }
    }
}

static void count_for_ever(struct thread *self)
{
    for (;;) {
        self->done++;
    }
}

TEST("FPU-1,FPU-2,FPU-3,FPU-7", many_threads_share_the_fpu_and_one_goes)
{
    enum { USERS = 5 };
    struct thread *user[USERS], *other = with_short_slices(thread_new(BELOW));

    check_eq(seL4_TCB_SetFlags(other->tcb, 0, seL4_TCBFlag_fpuDisabled).error, seL4_NoError);
    for (unsigned i = 0; i < USERS; i++) {
        user[i] = with_short_slices(thread_new(BELOW));
        user[i]->steps[0].x[0] = i;
        thread_start_function(user[i], check_fpu_for_ever);
    }
    thread_start_function(other, count_for_ever);
    for (unsigned turn = 0; turn < 3; turn++) {
        sleep_us(RUN_US / 3 + 10 * slice());
        fill_fpu(turn, 0, 0);
        check_eq(wrong_fpu_bits(turn, 0, 0), 0);
        if (turn == 0) {
            check_eq(delete(user[0]->tcb), seL4_NoError);
        }
    }
    for (unsigned i = 0; i < USERS; i++) {
        check(user[i]->done > 10);
        check_eq(user[i]->value, 0);
    }
    check(other->done > 10);
}

/* An endless loop of one instruction in every register's full view. */
__asm__(".pushsection .text\nspin_without_registers:\n\tb spin_without_registers\n.popsection\n");
extern const uint32_t spin_without_registers[];

static seL4_UserContext full_context(seL4_Word number)
{
    seL4_UserContext context;
    seL4_Word *words = (seL4_Word *)&context;

    for (unsigned i = 0; i < REGISTERS; i++) {
        words[i] = (number << 60 | number) * 0x101 + i * 0x1000001000001ul;
    }
    context.pc = (seL4_Word)spin_without_registers;
    context.spsr = number << 28 & FLAGS;
    return context;
}

TEST("TCB-13,ENV-13,ENV-6,REG-1", preempted_threads_keep_all_registers)
{
    enum { SPINNERS = 4 };
    struct thread *spinner[SPINNERS];

    for (seL4_Word i = 0; i < SPINNERS; i++) {
        seL4_UserContext context = full_context(i + 5);

        spinner[i] = with_short_slices(thread_new(BELOW));
        check_eq(seL4_TCB_WriteRegisters(spinner[i]->tcb, true, 0, REGISTERS, &context), seL4_NoError);
    }
    for (unsigned turn = 0; turn < 3; turn++) {
        sleep_us(RUN_US / 3 + 10 * slice());
        for (seL4_Word i = 0; i < SPINNERS; i++) {
            seL4_UserContext wanted = full_context(i + 5), got = read_registers(spinner[i]->tcb);
            const seL4_Word *wanted_words = (const seL4_Word *)&wanted, *got_words = (const seL4_Word *)&got;

            check(seL4_SchedContext_Consumed(spinner[i]->sc).consumed > 0);
            got.spsr &= FLAGS;
            for (unsigned word = 0; word < REGISTERS; word++) {
                check_eq(got_words[word], wanted_words[word]);
            }
        }
    }
}

static volatile seL4_Word arrived;

static void arrive(void)
{
    arrived = 1;
    park();
}

/* A helper that the test has preempted. */
static struct thread *preempted_spinner(void)
{
    struct thread *helper = thread_new(BELOW);

    arrived = 0;
    thread_start_function(helper, thread_spin);
    sleep_us(2000);
    check(helper->value > 0);
    return helper;
}

TEST("TCB-13,REG-3", a_preempted_thread_goes_on_at_the_pc_that_is_written)
{
    struct thread *helper = preempted_spinner();
    seL4_UserContext context = { .pc = (seL4_Word)arrive };

    check_eq(seL4_TCB_WriteRegisters(helper->tcb, false, 0, 1, &context), seL4_NoError);
    let_others_run();
    check_eq(arrived, 1);
}

TEST("TCB-13,REG-3", a_preempted_thread_goes_on_at_the_pc_that_is_copied)
{
    struct thread *helper = preempted_spinner();
    seL4_CPtr source = tcb_new();
    seL4_UserContext context = read_registers(helper->tcb);

    context.pc = (seL4_Word)arrive;
    check_eq(seL4_TCB_WriteRegisters(source, false, 0, sizeof context / sizeof(seL4_Word), &context), seL4_NoError);
    check_eq(seL4_TCB_CopyRegisters(helper->tcb, source, false, false, true, false, 0), seL4_NoError);
    let_others_run();
    check_eq(arrived, 1);
}
