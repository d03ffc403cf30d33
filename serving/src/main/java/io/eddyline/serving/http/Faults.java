package io.eddyline.serving.http;

import io.eddyline.schemas.Identifiers;
import io.eddyline.serving.filter.FilterSyntaxException;
import io.eddyline.serving.http.Problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one request, collected so that the client learns all of it at once.
 *
 * <p>Faults come before what is not available yet: a request must first be a valid one.
 */
final class Faults {
  /** Names of the contract that no version of this API serves yet. */
  static final Set<String> NOT_AVAILABLE_YET = Set.of("after", "wait_ms");

  private final List<Fault> faults = new ArrayList<>();
  private final List<String> notAvailableYet = new ArrayList<>();

  void parameter(String name, String detail) {
    faults.add(Fault.of(null, name, name + " " + detail));
  }

  void pointer(String pointer, String detail) {
    faults.add(Fault.of(pointer, null, pointer + " " + detail));
  }

  /** Notes a filter in the query that does not parse. */
  void filterParameter(String name, FilterSyntaxException fault) {
    addFilter(null, name, name, fault);
  }

  /** Notes a filter in the body that does not parse. */
  void filterPointer(String pointer, FilterSyntaxException fault) {
    addFilter(pointer, null, pointer, fault);
  }

  private void addFilter(
      @Nullable String pointer,
      @Nullable String parameter,
      String place,
      FilterSyntaxException fault) {
    faults.add(
        new Fault(
            pointer,
            parameter,
            place + " " + fault.getMessage(),
            fault.position(),
            fault.expected().isEmpty() ? null : fault.expected()));
  }

  void notAvailableYet(String name) {
    notAvailableYet.add(name);
  }

  /** Notes a query parameter that the call does not have. */
  void unknownParameter(String name) {
    if (NOT_AVAILABLE_YET.contains(name)) {
      notAvailableYet(name);
    } else {
      parameter(name, "is not a parameter of this call");
    }
  }

  /** Notes a field that is not known at its place in the body. */
  void unknownField(String pointer) {
    String name = pointer.substring(1);
    if (NOT_AVAILABLE_YET.contains(name)) {
      notAvailableYet(name);
    } else {
      pointer(pointer, "is not a field of this call");
    }
  }

  /** Notes an id in the body that is not sound. */
  void requireId(String pointer, String id) {
    String fault = Identifiers.fault(id);
    if (fault != null) {
      pointer(pointer, fault);
    }
  }

  /** Notes an id in the path or query that is not sound. */
  void requireIdParameter(String name, String id) {
    String fault = Identifiers.fault(id);
    if (fault != null) {
      parameter(name, fault);
    }
  }

  /** Ends the request if anything was noted. */
  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
    if (!notAvailableYet.isEmpty()) {
      throw new ProblemException(
          Problem.notAvailableYet("parameter " + String.join(", ", notAvailableYet)));
    }
  }
}
