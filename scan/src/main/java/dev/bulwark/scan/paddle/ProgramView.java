package dev.bulwark.scan.paddle;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Use;
import java.util.List;

/// What a program of PaddlePaddle's is made of.
///
/// @param operators each kind once, sorted
/// @param oddities those that fail first
/// @param unexplained bytes of fields the format does not have
public record ProgramView(
    Place place, List<Use> operators, List<Oddity> oddities, long unexplained) {
  public ProgramView {
    operators = List.copyOf(operators);
    oddities = List.copyOf(oddities);
  }
}
