//! Points, boxes and the curves that edges follow. Units are pixels at scale 1; y
//! grows downwards.

use std::ops::{Add, Mul, Sub};

/// A position, or a displacement.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// A point from its coordinates.
    pub const fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }

    /// A unit vector for each number. Successive ones are a golden angle apart, so that any run of numbers is spread
    /// evenly without random numbers.
    pub(crate) fn scattered(number: usize) -> Point {
        let angle = number as f64 * 2.399_963_229_728_653;
        Point::new(angle.cos(), angle.sin())
    }

    /// Euclidean length.
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    /// The unit vector in the same direction; (1, 0) for the zero vector.
    pub fn unit(self) -> Point {
        let length = self.length();
        if length > 0.0 { self * (1.0 / length) } else { Point::new(1.0, 0.0) }
    }

    /// Rotated by a quarter turn.
    pub fn normal(self) -> Point {
        Point::new(-self.y, self.x)
    }

    /// The point at fraction `t` of the way to `other` (linear interpolation).
    pub fn towards(self, other: Point, t: f64) -> Point {
        self + (other - self) * t
    }
}

impl Add for Point {
    type Output = Point;
    fn add(self, o: Point) -> Point {
        Point::new(self.x + o.x, self.y + o.y)
    }
}

impl Sub for Point {
    type Output = Point;
    fn sub(self, o: Point) -> Point {
        Point::new(self.x - o.x, self.y - o.y)
    }
}

impl Mul<f64> for Point {
    type Output = Point;
    fn mul(self, k: f64) -> Point {
        Point::new(self.x * k, self.y * k)
    }
}

/// A box with horizontal and vertical sides.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Left side.
    pub x: f64,
    /// Upper side.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A box of a size around a center.
    pub fn around(center: Point, w: f64, h: f64) -> Self {
        Rect { x: center.x - w / 2.0, y: center.y - h / 2.0, w, h }
    }

    /// The middle.
    pub fn center(&self) -> Point {
        Point::new(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Right side.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Lower side.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// The four corners, clockwise from the upper left.
    pub fn corners(&self) -> [Point; 4] {
        [
            Point::new(self.x, self.y),
            Point::new(self.right(), self.y),
            Point::new(self.right(), self.bottom()),
            Point::new(self.x, self.bottom()),
        ]
    }

    /// Grown by `by` on every side.
    pub fn inflated(&self, by: f64) -> Rect {
        Rect { x: self.x - by, y: self.y - by, w: self.w + 2.0 * by, h: self.h + 2.0 * by }
    }

    /// Moved by a displacement.
    pub fn shifted(&self, by: Point) -> Rect {
        Rect { x: self.x + by.x, y: self.y + by.y, ..*self }
    }

    /// The smallest box around both.
    pub fn union(&self, o: &Rect) -> Rect {
        let (x, y) = (self.x.min(o.x), self.y.min(o.y));
        Rect { x, y, w: self.right().max(o.right()) - x, h: self.bottom().max(o.bottom()) - y }
    }

    /// The smallest box around all; an empty box if there are none.
    pub fn around_all<'a>(rects: impl IntoIterator<Item = &'a Rect>) -> Rect {
        rects.into_iter().copied().reduce(|all, rect| all.union(&rect)).unwrap_or_default()
    }

    /// Returns `true` if the insides of two boxes share a point. Touching sides do not count.
    pub fn overlaps(&self, o: &Rect) -> bool {
        self.x < o.right() && o.x < self.right() && self.y < o.bottom() && o.y < self.bottom()
    }

    /// Returns `true` if a segment runs through the inside (slab method, Kay & Kajiya 1986).
    pub fn meets_segment(&self, a: Point, b: Point) -> bool {
        let d = b - a;
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (start, step, low, high) in [(a.x, d.x, self.x, self.right()), (a.y, d.y, self.y, self.bottom())] {
            if step.abs() < 1e-12 {
                if start <= low || start >= high {
                    return false;
                }
                continue;
            }
            let (t0, t1) = ((low - start) / step, (high - start) / step);
            from = from.max(t0.min(t1));
            to = to.min(t0.max(t1));
        }
        from < to
    }

    /// The point where the ray from the center towards `target` leaves the box.
    pub fn exit(&self, target: Point) -> Point {
        let c = self.center();
        let d = target - c;
        let reach = |half: f64, step: f64| {
            if step.abs() < 1e-12 { f64::INFINITY } else { half / step.abs() }
        };
        let t = reach(self.w / 2.0, d.x).min(reach(self.h / 2.0, d.y));
        if t.is_finite() { c + d * t } else { c }
    }

    /// The point where the same ray leaves a pill: a box whose left and right sides are half circles.
    pub fn exit_pill(&self, target: Point) -> Point {
        let hit = self.exit(target);
        let c = self.center();
        let radius = self.w.min(self.h) / 2.0;
        let arm = self.w / 2.0 - radius;
        if (hit.x - c.x).abs() <= arm {
            return hit;
        }
        // Ray c + t·u against the circle round (±arm, 0).
        let u = (target - c).unit();
        let along = arm * u.x.abs();
        let inside = (along * along - arm * arm + radius * radius).max(0.0);
        c + u * (along + inside.sqrt())
    }
}

/// One piece of a curve, from where the last ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// A straight piece to a point.
    Line(Point),
    /// A quadratic Bézier piece: control point, end.
    Quad(Point, Point),
    /// A cubic Bézier piece: two control points, end.
    Cubic(Point, Point, Point),
}

/// A path made of straight and Bézier pieces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// The first point.
    pub start: Point,
    /// The pieces, in order.
    pub segments: Vec<Segment>,
}

/// Straight steps per Bézier piece; at 20 the error on a curve of 600 px is below 1 px.
const STEPS: usize = 20;

impl Curve {
    /// A straight line.
    pub fn line(a: Point, b: Point) -> Self {
        Curve { start: a, segments: vec![Segment::Line(b)] }
    }

    /// A single arc.
    pub fn quad(a: Point, control: Point, b: Point) -> Self {
        Curve { start: a, segments: vec![Segment::Quad(control, b)] }
    }

    /// A polyline whose corners are rounded by arcs that start at most `radius`
    /// before the corner. The arcs stay within the corners' triangles.
    pub fn rounded(points: &[Point], radius: f64) -> Self {
        let mut curve = Curve { start: points.first().copied().unwrap_or_default(), segments: Vec::new() };
        for w in points.windows(3) {
            let cut = |to: Point| radius.min((to - w[1]).length() / 2.0);
            let before = w[1] + (w[0] - w[1]).unit() * cut(w[0]);
            let after = w[1] + (w[2] - w[1]).unit() * cut(w[2]);
            curve.segments.push(Segment::Line(before));
            curve.segments.push(Segment::Quad(w[1], after));
        }
        if let [.., last] = points {
            curve.segments.push(Segment::Line(*last));
        }
        curve
    }

    /// The last point.
    pub fn end(&self) -> Point {
        match self.segments.last() {
            Some(Segment::Line(p) | Segment::Quad(_, p) | Segment::Cubic(_, _, p)) => *p,
            None => self.start,
        }
    }

    /// The same curve from its end to its start.
    pub fn reversed(&self) -> Curve {
        use Segment::{Cubic, Line, Quad};
        let mut at = self.start;
        let mut segments = Vec::with_capacity(self.segments.len());
        for s in &self.segments {
            let (Line(next) | Quad(_, next) | Cubic(_, _, next)) = *s;
            segments.push(match *s {
                Line(_) => Line(at),
                Quad(c, _) => Quad(c, at),
                Cubic(c, d, _) => Cubic(d, c, at),
            });
            at = next;
        }
        segments.reverse();
        Curve { start: at, segments }
    }

    /// The curve as a polyline.
    pub fn flatten(&self) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut at = self.start;
        for segment in &self.segments {
            let steps = if matches!(segment, Segment::Line(_)) { 1 } else { STEPS };
            for step in 1..=steps {
                let t = step as f64 / steps as f64;
                points.push(match *segment {
                    Segment::Line(p) => p,
                    Segment::Quad(c, p) => at.towards(c, t).towards(c.towards(p, t), t),
                    Segment::Cubic(c, d, p) => {
                        let (ac, cd, dp) = (at.towards(c, t), c.towards(d, t), d.towards(p, t));
                        ac.towards(cd, t).towards(cd.towards(dp, t), t)
                    }
                });
            }
            at = *points.last().unwrap_or(&at);
        }
        points
    }
}

/// The point and the direction at fraction `t` of the length of a polyline.
pub fn along(points: &[Point], t: f64) -> (Point, Point) {
    let total: f64 = points.windows(2).map(|w| (w[1] - w[0]).length()).sum();
    let mut left = total * t;
    for w in points.windows(2) {
        let length = (w[1] - w[0]).length();
        if left <= length && length > 0.0 {
            return (w[0].towards(w[1], left / length), (w[1] - w[0]).unit());
        }
        left -= length;
    }
    let last = points.last().copied().unwrap_or_default();
    (last, Point::new(1.0, 0.0))
}
