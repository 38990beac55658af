# SPDX-License-Identifier: GPL-2.0-only
"""Times of one thing, measured again and again, in us. Knows nothing of what they are of."""


class Series:
    def __init__(self, values):
        self.values = list(values)
        self.sorted = sorted(self.values)

    @classmethod
    def of_steps(cls, steps):
        """As sp6-bench prints them: each as the difference to the one before."""
        values, value = [], 0
        for step in steps:
            value += step
            values.append(value)
        return cls(values)

    def __add__(self, other):
        return Series(self.values + other.values)

    def __len__(self):
        return len(self.values)

    def percentile(self, percent):
        return self.sorted[(len(self) - 1) * percent // 100]

    @property
    def median(self):
        return self.percentile(50)

    def summary(self):
        """For the results: numbers alone."""
        return {"count": len(self), "first": self.values[0], "median": self.median,
                "p99": self.percentile(99),
                "percentiles": [self.percentile(n) for n in range(101)]}
