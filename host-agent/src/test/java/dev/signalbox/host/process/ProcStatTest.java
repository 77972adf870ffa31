package dev.signalbox.host.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {
    private static final String REST =
            " 11 22 33 0 -1 4194304 1 2 3 4 50 7 0 0 20 0 1 0 987654 10000 321 18446744073709551615 1 1 0";

    @Test
    void fields_are_read_behind_the_name() {
        assertThat(ProcStat.parse("99 (sh) S" + REST)).hasValue(new ProcStat(99, 'S', 11, 22, 33, 57, 987_654, 321));
    }

    @Test
    void a_name_with_blanks_and_parentheses_does_not_confuse() {
        assertThat(ProcStat.parse("99 (a) Z 1 (b) R" + REST))
                .hasValue(new ProcStat(99, 'R', 11, 22, 33, 57, 987_654, 321));
    }

    @Test
    void a_zombie_is_dead() {
        assertThat(ProcStat.parse("99 (sh) Z" + REST))
                .hasValueSatisfying(stat -> assertThat(stat.alive()).isFalse());
    }

    @Test
    void a_line_cut_anywhere_is_nothing_or_fails_to_be_a_stat() {
        String line = "99 (sh) S" + REST;
        for (int end = 0; end < line.indexOf(" 321"); end++) {
            assertThat(ProcStat.parse(line.substring(0, end))).isEmpty();
        }
    }
}
