/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the user stubs send and what they make of the answer: packing of arguments (INV-2, INV-3), results
 * (INV-6, LIB-10, LIB-11), registers of each system call (SYS-10) and the WithMRs rules (LIB-7).
 */
#include <sel4/sel4.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct mock_trap mock_in;
struct mock_trap mock_out;
seL4_IPCBuffer *__sel4_ipc_buffer;
static seL4_IPCBuffer buffer;

enum { SERVICE = 0x5e };

static int reset(void **state)
{
    (void)state;
    memset(&mock_in, 0, sizeof(mock_in));
    memset(&mock_out, 0, sizeof(mock_out));
    memset(&buffer, 0, sizeof(buffer));
    seL4_SetIPCBuffer(&buffer);
    return 0;
}

static void expect_call(seL4_Word label, seL4_Word caps, seL4_Word length)
{
    assert_int_equal(mock_in.number, (seL4_Word)seL4_SysCall);
    assert_int_equal(mock_in.cap, SERVICE);
    assert_int_equal(seL4_MessageInfo_get_label(mock_in.info), label);
    assert_int_equal(seL4_MessageInfo_get_extraCaps(mock_in.info), caps);
    assert_int_equal(seL4_MessageInfo_get_length(mock_in.info), length);
    assert_int_equal(seL4_MessageInfo_get_capsUnwrapped(mock_in.info), 0);
}

/* Word i of the message that was sent. */
static seL4_Word sent(int i)
{
    return i < 4 ? mock_in.mr[i] : buffer.msg[i];
}

static void words_and_caps_keep_their_order(void **state)
{
    (void)state;
    assert_int_equal(seL4_Untyped_Retype(SERVICE, 1, 2, 77, 3, 4, 5, 6), seL4_NoError);
    expect_call(UntypedRetype, 1, 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(sent(i), i + 1);
    }
    assert_int_equal(buffer.caps_or_badges[0], 77);
    assert_int_equal(seL4_CNode_Rotate(SERVICE, 1, 2, 3, 70, 4, 5, 6, 71, 7, 8), seL4_NoError);
    expect_call(CNodeRotate, 2, 8);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(sent(i), i + 1);
    }
    assert_int_equal(buffer.caps_or_badges[0], 70);
    assert_int_equal(buffer.caps_or_badges[1], 71);
}

static void small_arguments_share_a_word(void **state)
{
    (void)state;
    (void)seL4_TCB_CopyRegisters(SERVICE, 9, 1, 0, 1, 1, 0xab);
    expect_call(TCBCopyRegisters, 1, 1);
    assert_int_equal(sent(0), 0xab0d);
    (void)seL4_ARM_VCPU_InjectIRQ(SERVICE, 0x1234, 0x56, 0x78, 0x9a);
    expect_call(ARMVCPUInjectIRQ, 0, 1);
    assert_int_equal(sent(0), 0x9a78561234);
    (void)seL4_DomainSet_Set(SERVICE, 0xff, 3);
    expect_call(DomainSetSet, 1, 1);
    assert_int_equal(sent(0), 0xff);
}

static void rights_travel_as_their_word(void **state)
{
    (void)state;
    (void)seL4_CNode_Mint(SERVICE, 1, 64, 2, 3, 64, seL4_CapRights_new(1, 0, 1, 0), 0x1122334455667788);
    expect_call(CNodeMint, 1, 6);
    assert_int_equal(sent(4), 10);
    assert_int_equal(sent(5), 0x1122334455667788);
}

static void registers_travel_in_the_order_of_the_structure(void **state)
{
    seL4_UserContext context;
    (void)state;
    for (int i = 0; i < 36; i++) {
        ((seL4_Word *)&context)[i] = (seL4_Word)(100 + i);
    }
    (void)seL4_TCB_WriteRegisters(SERVICE, 1, 2, 36, &context);
    expect_call(TCBWriteRegisters, 0, 38);
    assert_int_equal(sent(0), 0x201);
    assert_int_equal(sent(1), 36);
    for (int i = 0; i < 36; i++) {
        assert_int_equal(sent(2 + i), 100 + i);
    }
    for (int i = 0; i < 36; i++) {
        if (i < 4) {
            mock_out.mr[i] = (seL4_Word)(200 + i);
        }
        buffer.msg[i] = (seL4_Word)(200 + i);
    }
    (void)seL4_TCB_ReadRegisters(SERVICE, 1, 0, 36, &context);
    expect_call(TCBReadRegisters, 0, 2);
    assert_int_equal(context.pc, 200);
    assert_int_equal(context.x0, 203);
    assert_int_equal(context.x9, 217);
    assert_int_equal(context.tpidrro_el0, 235);
}

static void errors_leave_their_details_in_the_buffer(void **state)
{
    (void)state;
    mock_out.info = seL4_MessageInfo_new(seL4_RangeError, 0, 0, 2);
    mock_out.mr[0] = 1;
    mock_out.mr[1] = 64;
    buffer.msg[0] = 0xbad;
    assert_int_equal(seL4_CNode_Delete(SERVICE, 5, 65), seL4_RangeError);
    assert_int_equal(seL4_GetMR(0), 1);
    assert_int_equal(seL4_GetMR(1), 64);
}

static void scalar_results_come_in_a_structure(void **state)
{
    (void)state;
    mock_out.mr[0] = 0x12345000;
    seL4_ARM_Page_GetAddress_t address = seL4_ARM_Page_GetAddress(SERVICE);
    assert_int_equal(address.error, seL4_NoError);
    assert_int_equal(address.paddr, 0x12345000);
    mock_out.info = seL4_MessageInfo_new(seL4_IllegalOperation, 0, 0, 0);
    assert_int_equal(seL4_TCB_SetFlags(SERVICE, 0, 1).error, seL4_IllegalOperation);
}

static void configure_is_configure_flags_without_flags(void **state)
{
    (void)state;
    (void)seL4_SchedControl_Configure(SERVICE, 8, 1000, 2000, 3, 4);
    expect_call(SchedControlConfigureFlags, 1, 5);
    assert_int_equal(sent(0), 1000);
    assert_int_equal(sent(1), 2000);
    assert_int_equal(sent(3), 4);
    assert_int_equal(sent(4), 0);
    assert_int_equal(buffer.caps_or_badges[0], 8);
}

static void plain_calls_use_the_buffer(void **state)
{
    seL4_Word badge = 0;
    (void)state;
    for (int i = 0; i < 4; i++) {
        buffer.msg[i] = (seL4_Word)(10 + i);
        mock_out.mr[i] = (seL4_Word)(20 + i);
    }
    mock_out.cap = 0xbad9e;
    (void)seL4_ReplyRecv(7, seL4_MessageInfo_new(0, 0, 0, 4), &badge, 9);
    assert_int_equal(mock_in.number, (seL4_Word)seL4_SysReplyRecv);
    assert_int_equal(mock_in.cap, 7);
    assert_int_equal(mock_in.reply, 9);
    assert_int_equal(mock_in.mr[3], 13);
    assert_int_equal(badge, 0xbad9e);
    assert_int_equal(seL4_GetMR(2), 22);
    (void)seL4_NBSendRecv(3, seL4_MessageInfo_new(0, 0, 0, 0), 7, NULL, 9);
    assert_int_equal(mock_in.number, (seL4_Word)seL4_SysNBSendRecv);
    assert_int_equal(mock_in.cap, 7);
    assert_int_equal(mock_in.reply, 9);
    assert_int_equal(mock_in.dest, 3);
    (void)seL4_NBSendWait(3, seL4_MessageInfo_new(0, 0, 0, 0), 7, NULL);
    assert_int_equal(mock_in.number, (seL4_Word)seL4_SysNBSendWait);
    assert_int_equal(mock_in.cap, 7);
    assert_int_equal(mock_in.reply, 3);
}

static void with_mrs_calls_read_what_the_message_has(void **state)
{
    seL4_Word a = 1;
    seL4_Word b = 2;
    (void)state;
    buffer.msg[0] = 99;
    mock_out.mr[1] = 42;
    (void)seL4_CallWithMRs(SERVICE, seL4_MessageInfo_new(0, 0, 0, 1), &a, &b, NULL, NULL);
    assert_int_equal(mock_in.mr[0], 1);
    assert_int_equal(mock_in.mr[1], 0);
    assert_int_equal(b, 42);
    assert_int_equal(buffer.msg[0], 99);
}

static void signal_and_poll(void **state)
{
    seL4_Word badge = 5;
    (void)state;
    seL4_Signal(SERVICE);
    assert_int_equal(mock_in.number, (seL4_Word)seL4_SysSend);
    assert_int_equal(mock_in.info.words[0], 0);
    (void)seL4_Poll(SERVICE, &badge);
    assert_int_equal(mock_in.number, (seL4_Word)seL4_SysNBWait);
    assert_int_equal(badge, 0);
}

static void faults_are_decoded(void **state)
{
    (void)state;
    for (int i = 0; i < 14; i++) {
        seL4_SetMR(i, (seL4_Word)(i + 1));
    }
    seL4_Fault_t fault = seL4_getFault(seL4_MessageInfo_new(seL4_Fault_VMFault, 0, 0, 4));
    assert_int_equal(seL4_Fault_get_seL4_FaultType(fault), seL4_Fault_VMFault);
    assert_int_equal(seL4_Fault_VMFault_get_Addr(fault), 2);
    fault = seL4_getFault(seL4_MessageInfo_new(seL4_Fault_UnknownSyscall, 0, 0, 13));
    assert_int_equal(seL4_Fault_UnknownSyscall_get_Syscall(fault), 13);
    fault = seL4_Fault_UnknownSyscall_set_X3(fault, 77);
    assert_int_equal(seL4_Fault_UnknownSyscall_get_X3(fault), 77);
    fault = seL4_getFault(seL4_MessageInfo_new(12345, 0, 0, 0));
    assert_true(seL4_Fault_seL4_FaultType_equals(fault, seL4_Fault_NullFault));
}

static void bit_fields_are_where_the_kernel_looks(void **state)
{
    (void)state;
    assert_int_equal(seL4_MessageInfo_new(0x1a2b, 5, 2, 120).words[0], 0x1a2b << 12 | 5 << 9 | 2 << 7 | 120);
    assert_int_equal(seL4_CNode_CapData_new(0x3f, 6).words[0], 0x3f << 6 | 6);
    assert_int_equal(seL4_AllRights.words[0], 15);
    assert_int_equal(seL4_NoWrite.words[0], 14);
    assert_int_equal(seL4_NoRead.words[0], 13);
    assert_int_equal(seL4_CanGrantReply.words[0], 8);
    seL4_MessageInfo_t info = seL4_MessageInfo_set_length(seL4_MessageInfo_new(1, 7, 3, 127), 4);
    assert_int_equal(info.words[0], 1 << 12 | 7 << 9 | 3 << 7 | 4);
}

#define TEST(name) cmocka_unit_test_setup(name, reset)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_and_caps_keep_their_order),
        TEST(small_arguments_share_a_word),
        TEST(rights_travel_as_their_word),
        TEST(registers_travel_in_the_order_of_the_structure),
        TEST(errors_leave_their_details_in_the_buffer),
        TEST(scalar_results_come_in_a_structure),
        TEST(configure_is_configure_flags_without_flags),
        TEST(plain_calls_use_the_buffer),
        TEST(with_mrs_calls_read_what_the_message_has),
        TEST(signal_and_poll),
        TEST(faults_are_decoded),
        TEST(bit_fields_are_where_the_kernel_looks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
