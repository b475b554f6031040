package dev.bulwark.govern.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Judges the column names of a table.
final class Columns {
  private static final Set<String> PERSONAL =
      Set.of(
          "name",
          "firstname",
          "lastname",
          "surname",
          "email",
          "mail",
          "phone",
          "mobile",
          "address",
          "street",
          "zip",
          "postcode",
          "birth",
          "birthday",
          "birthdate",
          "dob",
          "age",
          "gender",
          "sex",
          "ssn",
          "iban",
          "passport",
          "income",
          "salary",
          "marital",
          "nationality",
          "ip",
          "customer",
          "patient",
          "user",
          "applicant",
          "employee",
          "diagnosis",
          "religion",
          "ethnicity",
          "race",
          "disability");

  private Columns() {}

  /// The first column that looks as if it were about a person.
  static Optional<String> personal(String header) {
    return names(header).stream()
        .filter(name -> Arrays.stream(name.split("[^a-z0-9]+")).anyMatch(PERSONAL::contains))
        .findFirst();
  }

  private static List<String> names(String header) {
    return Arrays.stream(header.split("[,;\t|]"))
        .map(name -> name.strip().replace("\"", "").toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty() && name.length() <= 64)
        .toList();
  }
}
