package dev.signalbox.host.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExitRecordTest {
    private static final Instant END = Instant.ofEpochMilli(1_795_157_058_984L);

    @Test
    void a_code_or_a_signal_is_read_padded_or_not() {
        assertThat(ExitRecord.parse("{\"code\":7,\"signal\":null,\"endedAtMillis\":1795157058984}\n     "))
                .hasValue(new ExitRecord(7, null, END));
        assertThat(ExitRecord.parse("{\"code\":null,\"signal\":9,\"endedAtMillis\":1795157058984}"))
                .hasValue(new ExitRecord(null, 9, END));
    }

    @Test
    void what_no_shim_wrote_is_nothing() {
        assertThat(ExitRecord.parse("")).isEmpty();
        assertThat(ExitRecord.parse("{\"code\":7,\"signal\":9,\"endedAtMillis\":1}"))
                .isEmpty();
        assertThat(ExitRecord.parse("{\"code\":null,\"signal\":null,\"endedAtMillis\":1}"))
                .isEmpty();
    }

    @Test
    void the_inner_status_tells_codes_signals_and_core_dumps() {
        assertThat(ExitRecord.ofStatus("137", END)).hasValue(new ExitRecord(137, null, END));
        assertThat(ExitRecord.ofStatus("265", END)).hasValue(new ExitRecord(null, 9, END));
        assertThat(ExitRecord.ofStatus("523", END)).hasValue(new ExitRecord(null, 11, END));
        assertThat(ExitRecord.ofStatus("nonsense", END)).isEmpty();
    }
}
