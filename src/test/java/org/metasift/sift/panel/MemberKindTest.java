package org.metasift.sift.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.metasift.io.Json;

/** The list of members: none that is written is missing, and settings hold how many there are. */
class MemberKindTest {
  private static final Panel.Settings STANDARD = Panel.Settings.standard();

  private static List<Member> members() {
    return Arrays.stream(MemberKind.values())
        .map(kind -> kind.member(STANDARD.networks()))
        .toList();
  }

  @Test
  void everyMemberThatIsWrittenHasItsEntry() {
    final Set<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.metasift.sift.panel")
                .stream()
                .filter(one -> one.isAssignableTo(Member.class) && !one.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(written).hasSizeGreaterThan(1);
    assertThat(members().stream().map(one -> one.getClass().getName()).collect(Collectors.toSet()))
        .isEqualTo(written);
  }

  @Test
  void everyViewHasItsMember() {
    assertThat(
            members().stream()
                .filter(NetworkMember.class::isInstance)
                .map(one -> ((NetworkMember) one).view()))
        .containsExactly(View.values());
  }

  @Test
  void noTwoAreAlike() {
    assertThat(members()).doesNotHaveDuplicates().extracting(Member::name).doesNotHaveDuplicates();
    for (final MemberKind kind : MemberKind.values()) {
      assertThat(MemberKind.named(kind.label())).contains(kind);
      assertThat(STANDARD.count(kind)).isBetween(kind.least(), kind.most());
      assertThat(kind.text()).isNotBlank();
    }
    assertThat(MemberKind.named("WHOLE")).isEmpty();
  }

  /** Seeds come from the place, so that picks change with the order. */
  @Test
  void membersLookInTheOrderOfTheList() {
    assertThat(Panel.members(STANDARD))
        .extracting(Member::name)
        .startsWith("whole", "grey", "edges", "edges", "interior, later", "fixed pattern");
    final Map<String, Integer> given = Map.of("interior", 1, "edges", 1, "whole", 2);
    assertThat(Panel.members(new Panel.Settings(given, STANDARD.networks(), false)))
        .extracting(Member::name)
        .containsExactly("whole", "whole", "edges", "interior, later");
  }

  @Test
  void settingsAreJsonAndBack() throws Exception {
    final String json = Json.line(STANDARD);
    assertThat(json)
        .startsWith("{\"members\":{\"whole\":1,\"grey\":1,\"edges\":2,\"interior\":1,\"pattern\":1")
        .contains("},\"networks\":{\"width\":16,");
    assertThat(Json.read(json, Panel.Settings.class)).isEqualTo(STANDARD);
    // written before a kind was there, they have none of it
    final Panel.Settings older =
        Json.read(json.replace(",\"pattern\":1", ""), Panel.Settings.class);
    assertThat(older).isEqualTo(STANDARD.with(MemberKind.PATTERN, 0));
    for (final String[] wrong :
        new String[][] {
          {"\"colour\":1", "a panel has no member 'colour'; whole, grey, edges, interior, pattern"},
          {"\"grey\":null", "grey has no number; 0 to 100 is allowed"},
          {"\"grey\":101", "grey is 101; 0 to 100 is allowed"},
        }) {
      assertThatThrownBy(
              () -> Json.read(json.replace("\"grey\":1", wrong[0]), Panel.Settings.class))
          .isInstanceOf(ValueInstantiationException.class)
          .hasMessageContaining(wrong[1]);
    }
  }

  @Test
  void settingsKeepTheirCounts() {
    final Map<String, Integer> given = new HashMap<>(STANDARD.members());
    final Panel.Settings settings = new Panel.Settings(given, STANDARD.networks(), false);
    given.put("whole", 7);
    assertThat(settings).isEqualTo(STANDARD);
    assertThatThrownBy(() -> settings.members().put("whole", 7))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(settings.with(MemberKind.EDGES, 0).count(MemberKind.EDGES)).isZero();
    assertThat(settings.count(MemberKind.EDGES)).isEqualTo(2);
    assertThatThrownBy(() -> settings.with(MemberKind.WHOLE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("whole is 0; 1 to 100 is allowed");
  }

  @Test
  void aLookIsForecastByWhatItDoes() {
    assertThat(members())
        .extracting(Member::work)
        .startsWith(
            new MemberWork(2, true, 5),
            new MemberWork(2, true, 1),
            new MemberWork(2, true, 1),
            new MemberWork(4, false, 1),
            new MemberWork(0.5, false, 0));
  }
}
